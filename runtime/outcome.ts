/** Why somebody else's data was left out on purpose. */
export type DropReason = 'unmatched';

/** Why somebody else's data could not be used; the reason of its dead letter. A closed list, a line each. */
export type RejectReason =
  | 'too-large' //          more bytes than the limit
  | 'not-utf8' //           bytes that are no UTF-8
  | 'nul' //                a NUL character
  | 'not-json' //           a cut or broken JSON text, or not an object
  | 'not-csv' //            a row with a number of cells other than the header's, or an unclosed quote
  | 'too-deep' //           nesting beyond the limit
  | 'duplicate-key' //      a JSON object names a key twice
  | 'lone-surrogate' //     half of a surrogate pair
  | 'missing-field' //      a field the mapping needs is absent or empty
  | 'wrong-type' //         a field of another type than the mapping needs
  | 'number-out-of-range' // NaN, infinite, negative or beyond what the field holds
  | 'unknown-value' //      a value that is not in the field's list
  | 'bad-time' //           a time that no rule of the mapping can read
  | 'time-without-zone' //  a local time, and the mapping names no zone
  | 'time-out-of-range' //  before 1990 or after 2100
  | 'future'; //            more than 24 h after the item was received

/** What became of one piece of somebody else's data. Bad data is a value; only broken infrastructure throws. */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'reject'; reason: RejectReason; detail: string };
