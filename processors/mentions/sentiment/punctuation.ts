const PER_EXCLAMATION = 0.292;
const MOST_EXCLAMATIONS = 4;
const PER_QUESTION = 0.18;
const MANY_QUESTIONS = 0.96;

/** What a text's exclamation and question marks add to its sum, away from zero: up to 4 "!", and "?" from the second on. */
export function emphasisOf(exclamations: number, questions: number): number {
  return Math.min(exclamations, MOST_EXCLAMATIONS) * PER_EXCLAMATION + questionEmphasis(questions);
}

function questionEmphasis(questions: number): number {
  if (questions <= 1) return 0;
  return questions <= 3 ? questions * PER_QUESTION : MANY_QUESTIONS;
}
