/** Emoji by code point, with the words they are read as. */
export type EmojiNames = ReadonlyMap<number, string>;

/** No emoji is ASCII ("©" is one): most texts are passed over with one comparison per character. */
export const FIRST_EMOJI = 0x80;

/**
 * The text with each emoji replaced by a space and its words. As in the reference no space follows: what stands right after
 * an emoji is glued to its last word. (The reference saves the space where one is; cut into words the texts are the same.)
 */
export function spellOutEmoji(text: string, names: EmojiNames): string {
  let spelled = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < FIRST_EMOJI) continue;
    const code = text.codePointAt(at) ?? 0;
    const name = names.get(code);
    if (name !== undefined) {
      spelled += `${text.slice(copied, at)} ${name}`;
      copied = at + (code > 0xffff ? 2 : 1);
    }
    if (code > 0xffff) at++;
  }
  return copied === 0 ? text : spelled + text.slice(copied);
}
