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
