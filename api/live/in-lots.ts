/**
 * Does what it is given later, in order, so many at once, and between two lots everybody else runs: what goes to hundreds of sockets, a
 * system call each, holds up no answer.
 */
export function inLots(size: number): (work: () => void) => void {
  const waiting: (() => void)[] = [];

  function run(): void {
    const lot = waiting.splice(0, size);
    if (waiting.length > 0) setImmediate(run);
    for (const work of lot) work();
  }

  return (work) => {
    if (waiting.push(work) === 1) setImmediate(run);
  };
}
