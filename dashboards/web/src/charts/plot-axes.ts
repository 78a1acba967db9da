import uPlot from 'uplot';
import type { CanvasColors } from './canvas-colors.ts';
import type { PlotLook } from './plot-look.ts';
import { scaleFromZero } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

/** Whole: uPlot scales the first digits that it finds for the screen's pixels. */
const FONT_PX = 12;
const TICK_WIDTH_PX = 60;
/** Of the axis of values, at most. */
export const Y_STEPS = 4;

/** Time below, values at the left; both read the look at every drawing. */
export function axesOf(colors: CanvasColors, look: () => PlotLook): uPlot.Axis[] {
  const font = `${FONT_PX}px ${colors.fontFamily}`;
  const stroke = (): string => colors.of('--dim');
  const line = (): string => colors.of('--line');
  let stepMs = 0;
  return [
    {
      font,
      stroke,
      grid: { show: false },
      ticks: { stroke: line, width: 1, size: 4 },
      size: 26,
      gap: 3,
      splits: (u, _, from, to) => {
        const found = timeTicks(
          { from, to },
          Math.max(1, u.bbox.width / uPlot.pxRatio / TICK_WIDTH_PX),
          look().formats.zone,
        );
        ({ stepMs } = found);
        return [...found.ticks];
      },
      values: (_, splits) => splits.map((instant) => look().formats.tick(instant, stepMs)),
    },
    {
      font,
      stroke,
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
      gap: 6,
      size: (_, values) => 14 + 7 * Math.max(2, ...(values ?? []).map((text) => text.length)),
      splits: (_, __, ___, max) => [...scaleFromZero(max, Y_STEPS).ticks],
      values: (_, splits) => splits.map((value) => look().formats.count(value)),
    },
  ];
}
