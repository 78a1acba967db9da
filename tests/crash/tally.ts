import { POINTS } from './points.ts';

export const RANDOM_TIME = 'random time';

/** How often a kill was aimed where, and how often it came. */
export function tally(names: readonly string[] = [...POINTS, RANDOM_TIME]) {
  const shots = new Map(names.map((name) => [name, { aimed: 0, fired: 0 }]));
  return {
    count(name: string, fired: boolean): void {
      const one = shots.get(name);
      if (one === undefined) throw new Error(`${name} is no target`);
      one.aimed++;
      if (fired) one.fired++;
    },
    print(): void {
      for (const [name, { fired, aimed }] of shots) console.log(`${name.padEnd(28)} ${fired}/${aimed} fired/aimed`);
    },
    neverFired: (): string[] => [...shots].filter(([, { fired }]) => fired === 0).map(([name]) => name),
  };
}
