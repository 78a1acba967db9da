import { emptyTokens, tokenise } from './tokens.ts';

/** The tokens of a term as strings; an address, which can equal nothing, is ''. */
export function wordsOf(term: string): string[] {
  const tokens = emptyTokens();
  tokenise(term, tokens);
  const { units } = tokens.characters;
  return Array.from({ length: tokens.count }, (_, index) =>
    String.fromCharCode(...units.subarray(tokens.starts[index], tokens.ends[index])),
  );
}
