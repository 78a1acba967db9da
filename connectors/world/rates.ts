import { DAY_MS, HOUR_MS, type Instant } from '../../schemas/instants.ts';
import { DRAW, randomOf } from './random.ts';

/** The correlation of an hour with the next one: memory of 3 h. */
const MEMORY = Math.exp(-1 / 3);
/** Hours whose noise an hour still feels: beyond, less than .2 %. */
const TAPS = 20;

/**
 * The over-dispersion of an hour: gamma distributed with mean 1 and variance `dispersion`, so that counts drawn by it are negative
 * binomial with variance m + dispersion m². Correlated as an autoregressive process with a memory of 3 h, but made from the noise of
 * the last 20 hours alone, so that no hour needs its past. Normal to gamma by Wilson and Hilferty (PNAS 17, 1931).
 */
export function hourFactor(seed: number, entity: number, hour: Instant, dispersion: number): number {
  let sum = 0;
  let squares = 0;
  for (let back = 0, weight = 1; back < TAPS; back++, weight *= MEMORY) {
    sum += weight * randomOf(seed, DRAW.rate, entity, hour / HOUR_MS - back).normal();
    squares += weight * weight;
  }
  const z = sum / Math.sqrt(squares);
  const root = 1 - dispersion / 9 + (z * Math.sqrt(dispersion)) / 3;
  return Math.max(0, root) ** 3;
}

/** Slow drift: a sinus of 80 to 120 days with a seeded phase, at most 30 % in a month. */
export function driftFactor(seed: number, entity: number): (at: Instant) => number {
  const random = randomOf(seed, DRAW.drift, entity);
  const periodMs = random.between(80, 120) * DAY_MS;
  const phase = random.between(0, 2 * Math.PI);
  const amplitude = random.between(0.05, 0.15);
  return (at) => Math.exp(amplitude * Math.sin((2 * Math.PI * at) / periodMs + phase));
}

/** Between .05 and .3, fixed for the entity. */
export function dispersionOf(seed: number, entity: number): number {
  return randomOf(seed, DRAW.rate, entity).between(0.05, 0.3);
}
