/**
 * Pieces of text for one kind of business (or for any). `{b}` is the brand as people write it; the other `{words}` are drawn from
 * `SLOTS`. A piece is a whole sentence that shows its class by itself: openings, closings and emoji never change it.
 */
export interface Pieces {
  readonly positive: readonly string[];
  readonly neutral: readonly string[];
  readonly negative: readonly string[];
  /** Praise that means the opposite: labelled negative. */
  readonly sarcastic: readonly string[];
  /** What the brand's own account posts. */
  readonly posts: readonly string[];
}

export type Sector = 'airline' | 'coffee' | 'bikes' | 'general';

export const SLOTS: Readonly<Record<string, readonly string[]>> = {
  city: [
    'Porto',
    'Leeds',
    'Gdańsk',
    'Turin',
    'Malmö',
    'Lyon',
    'Bremen',
    'Cork',
    'Ghent',
    'Sevilla',
    'Pune',
    'Austin',
    'Graz',
    'Bergen',
    'Recife',
    'Toronto',
  ],
  drink: [
    'flat white',
    'cold brew',
    'espresso',
    'cappuccino',
    'mocha',
    'chai latte',
    'cortado',
    'filter coffee',
    'oat latte',
    'iced americano',
  ],
  snack: ['cinnamon bun', 'banana bread', 'croissant', 'cheese toastie', 'almond cookie', 'lemon cake'],
  place: [
    'Harbour Gate',
    'Mill Lane',
    'Old Market',
    'North Pier',
    'the university',
    'Canal Street',
    'the town hall',
    'Linden Square',
    'the east bridge',
  ],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  who: ['my mum', 'my sister', 'a colleague', 'my flatmate', 'my dad', 'the kids', 'my neighbour', 'a friend'],
  few: ['two', 'three', 'four', 'five', 'six'],
  url: ['https://example.com/a1', 'https://example.org/news', 'https://example.net/guide?id=7'],
  n: ['20', '25', '30', '35', '40', '45', '50', '55', '70', '90'],
};

/** What somebody is doing with a sentence: its class, and whether a neutral one asks. */
export type Gesture = 'positive' | 'negative' | 'question' | 'statement';

/** Said before a sentence by some people. */
export const OPENINGS: Readonly<Record<Gesture, readonly string[]>> = {
  positive: ['ok but', 'omg', 'credit where it is due:', 'small joys:', 'ngl,', 'honestly,', 'just saying:', 'yesss,'],
  negative: ['seriously,', 'ugh,', 'so,', 'smh,', 'unbelievable:', 'again:', 'rant incoming:', 'I can’t even.'],
  question: ['quick question:', 'hey,', 'hi all,', 'so,', 'random thought:', 'sorry if this was asked before:'],
  statement: ['fyi,', 'hey,', 'so,', 'morning!', 'for anyone wondering:', 'in case you missed it:'],
};

export const CLOSINGS: Readonly<Record<Gesture, readonly string[]>> = {
  positive: [
    'Thank you!',
    'Made my day.',
    'Well done.',
    'Keep it up!',
    '10/10.',
    'More of this please.',
    'Would do it again.',
    'Love to see it.',
  ],
  negative: [
    'Not good enough.',
    'Never again.',
    'Do better.',
    'Still waiting.',
    'I want my money back.',
    'So disappointed.',
    'What a mess.',
    'Fix this please.',
    'No apology, nothing.',
  ],
  question: ['Thanks in advance.', 'Anyone?', 'Asking for {who}.', 'Thx!', 'Can’t find it anywhere.'],
  statement: ['Let’s see.', 'More on {day}.', 'That is all.', 'Will report back.'],
};

export const EMOJI: Readonly<Record<'positive' | 'neutral' | 'negative', readonly string[]>> = {
  positive: ['😍', '😊', '🎉', '❤️', '👏', '☀️', ':)', '🙌🏽', '💛', '🥹', '😄', '✨'],
  neutral: ['🤔', '👀', '📍', '🙂', '☕', '📷'],
  negative: ['😡', '😭', '👎', ':(', '🤦‍♀️', '💀', '😤', '🙄', '😩', '💔'],
};
