/** Marks that only accent a letter. Marks that make another letter stay: vowel signs of Indian scripts and Thai, kana voicing. */
const ACCENTS = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}]]--[\u3099\u309a]]/gv;
/** Skin tones, and characters nobody sees: soft hyphens, direction marks, word joiners, byte order marks. */
const UNSEEN = /[\u{1f3fb}-\u{1f3ff}\u00ad\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/** They decompose to letters, which would grow onto the name before them. */
const TRADE_SIGNS = /[™℠]/g;

/**
 * The text as matching compares it: compatibility forms (full width, ligatures, ½) decomposed, accents and skin tones removed,
 * case folded by way of upper case, so that ß equals SS and ı equals I. Equal for texts that differ in case and accents only.
 */
export function caseless(text: string): string {
  return text
    .replace(TRADE_SIGNS, ' ')
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(ACCENTS, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ');
}
