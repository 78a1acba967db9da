/** What every command takes. */
export interface CommonOptions {
  /** The data directory, as the person wrote it: relative to the working directory. */
  readonly data: string;
  /** The configuration file; undefined: tideline.yaml, if there is one. */
  readonly config: string | undefined;
  readonly quiet: boolean;
}

export const DEFAULT_DATA = '.tideline';
export const DEFAULT_CONFIG = 'tideline.yaml';

/** ` --data DIR` for a command line that is shown to a person; nothing for the default. */
export function dataOption(data: string): string {
  return data === DEFAULT_DATA ? '' : ` --data ${quoted(data)}`;
}

/** A word of a command line, as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w./~:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
