/** Moves labels apart so that none is nearer than `gap` to the next, each as near to its wish as the order allows, within [min, max]. */
export function spreadLabels(wishes: readonly number[], gap: number, min: number, max: number): number[] {
  const order = [...wishes.keys()].toSorted((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0));
  const placed = [...wishes];
  let floor = min;
  for (const index of order) {
    placed[index] = Math.max(floor, placed[index] ?? 0);
    floor = placed[index] + gap;
  }
  let ceiling = max;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(ceiling, placed[index] ?? 0);
    ceiling = placed[index] - gap;
  }
  return placed;
}
