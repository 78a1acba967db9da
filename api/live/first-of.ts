/** What the first of several waits gives; the others are given up. Rejects with the signal's reason. */
export async function firstOf<T>(
  begin: (signal: AbortSignal) => readonly Promise<T>[],
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race(begin(AbortSignal.any([signal, over.signal])));
  } finally {
    over.abort(new Error('no longer waited for'));
  }
}
