import type { Random } from './random.ts';

/** Three invented companies. `{b}` is the brand as people write it; other `{words}` are drawn from SLOTS. */
export interface Brand {
  readonly watch: string;
  readonly names: readonly string[];
  readonly positive: readonly string[];
  readonly neutral: readonly string[];
  readonly negative: readonly string[];
}

export const AIRLINE: Brand = {
  watch: 'norvane',
  names: ['@norvaneair', '@NorvaneAir', 'Norvane Air', 'norvane air', '#norvane'],
  positive: [
    'Best crew ever on {b} to {city}, thank you so much {happy}',
    '{b} upgraded my mum on her birthday, she is SO happy {happy}{happy}',
    'ngl {b} legroom is great now',
    'Landed in {city} 20 min early. Love you {b}!!',
    '{b} fixed my rebooking in two minutes, amazing service',
    'Smooth flight, kind crew, warm bread. {b} wins today {happy}',
    'lowkey obsessed with the new {b} seats, so comfy',
  ],
  neutral: [
    'Does {b} fly from {city} to {city} on Sundays?',
    '{b} which terminal is {city} today?',
    'Checking in with {b}, gate {n}',
    '{b} timetable for July is out: {url}',
    'Window or aisle on {b}? Asking for {city} next week',
    'Flight NV{n} with {b}, boarding from {city}',
  ],
  negative: [
    '{b} lost my bag AGAIN {sad} third time this year',
    'Stuck in {city} for {n} hours, no info from {b}. Terrible.',
    '{b} cancelled NV{n} by text message at 3 am, what a joke',
    'not impressed with {b}: rude desk, dirty seats, cold coffee {sad}',
    'Worst boarding I have ever seen, {b}. Total chaos at {city}',
    'smh {b} the app crashed and now my seat is gone',
    "{b} still hasn't answered my refund after {n} days, this is awful {sad}",
  ],
};

export const COFFEE: Brand = {
  watch: 'pellow',
  names: ['@pellowcoffee', '@PellowCoffee', 'Pellow Coffee', 'pellow coffee', '#pellow'],
  positive: [
    'The new {drink} at {b} is delicious {happy}',
    '{b} barista drew a cat on my {drink}, made my day {happy}',
    'omg {b} cinnamon buns are back, best news of the week!!',
    'Good morning with {b} and a {drink}, life is good',
    'free refill at {b} today, you are the best',
    '{b} in {city} is such a lovely place to work from',
    'that {drink} from {b} slaps {happy}',
  ],
  neutral: [
    'Does {b} have oat milk in {city}?',
    'Grabbing a {drink} at {b} before the meeting',
    '{b} opens at 7 in {city} according to {url}',
    'Anyone at {b} {city} right now?',
    'One {drink} at {b} is {n} minutes of queue',
    'Meeting moved to {b}, the one by the station',
  ],
  negative: [
    '{b} burnt my {drink} again, disgusting {sad}',
    '{n} minutes for a {drink}?? {b} what is going on',
    '{b} raised prices once more, so annoying',
    'Wrong order, cold {drink}, no apology. Bad day at {b} {sad}',
    'the wifi at {b} {city} is useless fr',
    'really disappointed by {b}, the {drink} tastes like water',
    'never again {b}, found a hair in my {drink} {sad}',
  ],
};

export const BIKES: Brand = {
  watch: 'pedalquay',
  names: ['@pedalquay', '@PedalQuay', 'Pedalquay', 'pedalquay bikes', '#pedalquay'],
  positive: [
    'Riding {b} along the river at sunset, beautiful {happy}',
    '{b} added a station at {place}, finally! thank you',
    'took a {b} instead of the bus: faster and more fun {happy}',
    'The new {b} e-bikes are awesome, hills are nothing now',
    '{b} support refunded me right away, super nice people',
    'kinda in love with my {b} commute tbh',
  ],
  neutral: [
    'How many {b} bikes are at {place}?',
    '{b} map of docks: {url}',
    'Renting a {b} from {place} to {place}',
    'Does {b} work with the day pass in {city}?',
    'Picked bike {n} from {b} this morning',
    'Helmet law and {b}: what applies in {city}?',
  ],
  negative: [
    '{b} charged me twice, angry does not even cover it {sad}',
    'flat tyre on a {b} at {place}, had to walk home in the rain {sad}',
    'Every dock at {place} is full again. Fail, {b}',
    '{b} app is broken since the update, hate it',
    "brakes on bike {n} don't work, {b} this is dangerous!!",
    'no bikes at {place} for {n} minutes, {b} is a mess',
  ],
};

export const BRANDS: readonly Brand[] = [AIRLINE, COFFEE, BIKES];

/** Lines that match no watch. */
export const ELSEWHERE: readonly string[] = [
  'Anyone else awake in {city}? {happy}',
  'My pillow is better than any hotel in {city}',
  'Rain again at {place}. Great {sad}',
  'Need a {drink} and a nap',
  'Half marathon at {place} on Sunday, wish me luck!',
  'pedal quay is not even a real place lol',
  'New episode tonight, no spoilers please',
];

/** Lines about two of them. */
export const TOGETHER: readonly string[] = [
  '{a} delayed, so at least there is time for {b} {happy}',
  'Rode {a} to {b} this morning, perfect start',
  '{a} and {b} should talk: same bad app, same silence {sad}',
  'From {a} straight to {b}. What a day',
  'Rate my week: {a} great, {b} horrible',
];

const SLOTS: Readonly<Record<string, readonly string[]>> = {
  city: ['Porto', 'Leeds', 'Gdańsk', 'Turin', 'Malmö', 'Lyon', 'Bremen', 'Cork', 'Ghent', 'Sevilla'],
  drink: ['flat white', 'cold brew', 'espresso', 'cappuccino', 'mocha', 'chai latte', 'cortado', 'filter coffee'],
  place: ['Harbour Gate', 'Mill Lane', 'Old Market', 'North Pier', 'University', 'Canal Street', 'Town Hall'],
  happy: ['😍', '😊', '🎉', '❤️', '👏', '☀️', ':)', '🙌🏽'],
  sad: ['😡', '😭', '👎', ':(', '🤦‍♀️', '💀', '😤'],
  url: ['https://example.com/a1', 'https://example.org/timetable', 'https://example.net/map?id=7'],
};

/** The template with its slots filled; brands are given, everything else is drawn. */
export function fill(template: string, brands: Readonly<Record<string, string>>, random: Random): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'n') return String(3 + random.below(90));
    return brands[slot] ?? random.pick(SLOTS[slot] ?? [slot]);
  });
}
