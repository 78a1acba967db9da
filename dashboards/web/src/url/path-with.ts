/** A path of the page with the whole search part of another one, which is without its `?`. */
export function pathWith(path: string, search: string): string {
  return search === '' ? path : `${path}?${search}`;
}
