/** Emoji by code point, with the words they are read as. */
export type EmojiNames = ReadonlyMap<number, string>;

/** No emoji is ASCII ("©" is one): most texts are passed over with one comparison per character. */
export const FIRST_EMOJI = 0x80;

/**
 * The text with each emoji replaced by its words. As in the reference a space is put before the words unless one is there
 * or the text begins, and none after them: what follows an emoji at once is glued to its last word.
 */
export function spellOutEmoji(text: string, names: EmojiNames): string {
  let spelled = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < FIRST_EMOJI) continue;
    const code = text.codePointAt(at) ?? 0;
    const name = names.get(code);
    if (name !== undefined) {
      const isApart = at === 0 || text[at - 1] === ' ';
      spelled += `${text.slice(copied, at)}${isApart ? '' : ' '}${name}`;
      copied = at + (code > 0xffff ? 2 : 1);
    }
    if (code > 0xffff) at++;
  }
  return copied === 0 ? text : spelled + text.slice(copied);
}
