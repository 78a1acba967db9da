/** Emoji end here. */
const LAST_EMOJI = 0x1ffff;

/**
 * Expressions over the column `text` that give the signs in it, each once, as the rules of ingest/normalise see them. A hashtag is `#`
 * and letters, marks, digits and `_`, behind no word, in no address and in no HTML entity.
 */
export const HASHTAGS = hashtags();

/**
 * Emoji as a reader sees them: flags, keycaps, skin tones and joined ones are one (Unicode UTS #51, ED-14 to ED-17), spelled in full: a
 * missing U+FE0F makes no other emoji. Digits, © and the like alone are none.
 */
export const EMOJI = emoji();

function hashtags(): string {
  const address = '(?i)(?:[a-z][a-z0-9+.-]*://|www[.])[!#-;=?-~]*';
  const run = String.raw`(?:^|[^a-z0-9_@&])((?:#[\\pL\\pM\\pN_]+)+)`;
  const runs = `extractAll(lowerUTF8(replaceRegexpAll(text, '${address}', ' ')), '${run}')`;
  return `arrayDistinct(arrayFlatten(arrayMap(run -> extractAll(run, '#[^#]+'), ${runs})))`;
}

function emoji(): string {
  const characters = Array.from({ length: LAST_EMOJI }, (_, i) => String.fromCodePoint(i)).join('');
  const picture = rangesOf(characters, /[\p{Emoji}--[\p{ASCII}©®™ℹ\p{Regional_Indicator}\p{Emoji_Modifier}]]+/gv);
  const [flag, tone, drawn, joiner] = ['[\u{1f1e6}-\u{1f1ff}]', '[\u{1f3fb}-\u{1f3ff}]', '\ufe0f', '\u200d'];
  const one = `${picture}(?:${tone}|${drawn}|[\u{e0020}-\u{e007e}]+\u{e007f})?`;
  const all = `${flag}${flag}|[0-9#*]${drawn}?\u20e3|${one}(?:${joiner}${one})*`;
  const asText = rangesOf(
    characters,
    /[\p{Emoji}--[\p{Emoji_Presentation}©®™ℹ\p{Regional_Indicator}\p{Emoji_Modifier}]]+/gv,
  );
  const bare = `replaceAll(one, '${drawn}', '')`;
  const inFull = `replaceRegexpAll(replaceRegexpAll(${bare}, '(${asText})', '\\\\1${drawn}'), '${drawn}(${tone})', '\\\\1')`;
  return `arrayDistinct(arrayMap(one -> ${inFull}, extractAll(text, '${all}')))`;
}

/** A class that the store's regular expressions do not know, as one that they do; `runs` finds its members side by side. */
function rangesOf(characters: string, runs: RegExp): string {
  const ranges = [...characters.matchAll(runs)].map(([run]) => Array.from(run));
  return `[${ranges.map((range) => `${hex(range.at(0))}-${hex(range.at(-1))}`).join('')}]`;
}

/** As escaped in a text of SQL. */
function hex(character = ''): string {
  return `\\\\x{${character.codePointAt(0)?.toString(16)}}`;
}
