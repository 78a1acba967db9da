import { Transform } from 'node:stream';

const QUOTE = 0x22;
const APOSTROPHE = Buffer.from("'");
/** A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, CSV injection). */
const FORMULA = new Set(Buffer.from('=+-@\t\r'));

/**
 * Puts an apostrophe before the text of every CSV cell that a spreadsheet would run. The store quotes every text and no number,
 * so negative numbers stay numbers. Works on bytes: UTF-8 has none of these inside other characters.
 */
export function quoteFormulaCells(): Transform {
  let inText = false;
  let atStart = false;
  let previous = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let sent = 0;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] ?? 0;
        if (byte === QUOTE) {
          inText = !inText;
          // A doubled quote leaves the text and enters it again: no cell begins there.
          atStart = inText && previous !== QUOTE;
        } else if (atStart) {
          atStart = false;
          if (FORMULA.has(byte)) {
            this.push(chunk.subarray(sent, i));
            this.push(APOSTROPHE);
            sent = i;
          }
        }
        previous = byte;
      }
      done(null, chunk.subarray(sent));
    },
  });
}
