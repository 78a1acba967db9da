import type { Fields } from './fields.ts';

export function readUrl<State extends object>(fields: Fields<State>, search: string): State {
  const asked = new URLSearchParams(search);
  const names = Object.keys(fields) as (keyof State & string)[];
  return Object.fromEntries(names.map((name) => [name, fields[name].read(asked.getAll(name))])) as State;
}

/** The search part with `patch` in it, `?` included; what other screens keep there stays. */
export function writeUrl<State extends object>(fields: Fields<State>, search: string, patch: Partial<State>): string {
  const asked = new URLSearchParams(search);
  for (const name of Object.keys(patch) as (keyof State & string)[]) {
    asked.delete(name);
    // A patch has the fields that change; `undefined` in it is a value.
    for (const value of fields[name].write(patch[name] as State[typeof name])) asked.append(name, value);
  }
  const written = asked.toString();
  return written === '' ? '' : `?${written}`;
}
