import { isKnownZone } from './known-zone.ts';

/** How one part of the state stands in the address. */
export interface Field<T> {
  /** `values`: every value of the parameter, in order. Whatever a person may have typed gives a state, never an error. */
  read(values: readonly string[]): T;
  /** Nothing for the usual state: a short address is a readable one. */
  write(value: T): readonly string[];
}

export type Fields<State> = { readonly [Name in keyof State]: Field<State[Name]> };

function accepted(isGood: (value: string) => boolean): Field<string | undefined> {
  return {
    read: ([value]) => (value !== undefined && isGood(value) ? value : undefined),
    write: (value) => (value === undefined ? [] : [value]),
  };
}

export function text(pattern = /^.{1,500}$/s): Field<string | undefined> {
  return accepted((value) => pattern.test(value));
}

export function choice<const T extends string>(allowed: readonly T[]): Field<T | undefined> {
  return {
    read: ([value]) => allowed.find((known) => known === value),
    write: (value) => (value === undefined ? [] : [value]),
  };
}

export function list(): Field<readonly string[]> {
  return { read: (values) => [...new Set(values)].filter((value) => value !== ''), write: (values) => values };
}

/** On unless the address says `off`. */
export function onUnless(off: string): Field<boolean> {
  return { read: ([value]) => value !== off, write: (isOn) => (isOn ? [] : [off]) };
}

/** What looks like an instant may be none: the 45th of the 13th month. */
export function instant(pattern: RegExp): Field<string | undefined> {
  return accepted((value) => pattern.test(value) && !Number.isNaN(Date.parse(value)));
}

/** An IANA time zone that this browser knows. */
export function zone(): Field<string | undefined> {
  return accepted(isKnownZone);
}
