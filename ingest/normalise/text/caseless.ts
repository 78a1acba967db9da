/** Marks that only accent a letter. Marks that make another letter stay: vowel signs of Indian scripts and Thai, kana voicing. */
const ACCENTS = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}]]--[\u3099\u309a]]/gv;
/** Skin tones, and characters nobody sees: soft hyphens, direction marks, word joiners, byte order marks. */
const UNSEEN = /[\u{1f3fb}-\u{1f3ff}\u00ad\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/** They decompose to letters, which would grow onto the name before them. */
const TRADE_SIGNS = /[™℠]/g;

/**
 * The text as matching compares it: compatibility forms (full width, ligatures, ½) decomposed, accents and skin tones removed,
 * case folded. Equal for texts that differ in these only: Unicode's compatibility caseless matching (chapter 3.13, D146), blind
 * to accents besides.
 */
export function caseless(text: string): string {
  const decomposed = foldCase(text.replace(TRADE_SIGNS, ' ').normalize('NFD')).normalize('NFKD');
  return foldCase(decomposed.replace(UNSEEN, '').replace(ACCENTS, ''));
}

/** By way of upper case, which makes ß SS and ı I. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
