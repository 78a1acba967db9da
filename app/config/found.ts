/** A value that somebody wrote, and where. `within`: of a part of it, such as `[0].any[1]` of the watches. */
export interface Found {
  readonly value: unknown;
  readonly source: (within?: readonly (string | number)[]) => string;
}
