import uPlot from 'uplot';
import type { CanvasColors } from './canvas-colors.ts';
import { instantOf, type Threshold, type TimeBand } from './points.ts';
import { spreadLabels } from './spread-labels.ts';

/** The name of a line, at its end. `top` in canvas pixels. */
export interface LineLabel {
  readonly text: string;
  readonly color: string;
  readonly top: number;
}

const FONT_PX = 12;
const LABEL_GAP_PX = 16;
/** From the plot to its text: room for a stroke in the line's colour. The text is ink: not every colour of a line can be read as text. */
const LABEL_LEFT_PX = 18;
const STROKE_PX = 9;
const NO_LABELS_PX = 12;
/** Narrower plots have no room beside the lines: there the legend names them. */
const LABELS_FROM_PX = 480;
const BAND_OPACITY = { crisis: 0.08, coverage: 0.14 } as const;
const BAND_COLOR = { crisis: '--crisis', coverage: '--neutral' } as const;

/** Below the lines. */
export function drawBehind(u: uPlot, bands: readonly TimeBand[], colors: CanvasColors): void {
  kept(u, () => drawBands(u, bands, colors));
}

/** Above the lines. */
export function drawBefore(
  u: uPlot,
  threshold: Threshold | undefined,
  labels: readonly LineLabel[],
  colors: CanvasColors,
): void {
  kept(u, () => {
    if (threshold !== undefined) drawThreshold(u, threshold, colors);
    drawLabels(u, labels, colors);
  });
}

/** CSS pixels to keep free at the right of the lines. */
export function labelsWidth(u: uPlot, lines: readonly { readonly name: string }[], colors: CanvasColors): number {
  if (u.width < LABELS_FROM_PX) return NO_LABELS_PX;
  const widths = kept(u, () => {
    setFont(u, colors, 500);
    return lines.map(({ name }) => u.ctx.measureText(name).width / uPlot.pxRatio);
  });
  return LABEL_LEFT_PX + Math.max(NO_LABELS_PX, ...widths);
}

function drawLabels(u: uPlot, labels: readonly LineLabel[], colors: CanvasColors): void {
  if (u.width < LABELS_FROM_PX) return;
  const { left, top, width, height } = u.bbox;
  const wishes = labels.map((label) => label.top);
  const tops = spreadLabels(wishes, LABEL_GAP_PX * uPlot.pxRatio, top, top + height);
  setFont(u, colors, 500);
  u.ctx.textBaseline = 'middle';
  u.ctx.textAlign = 'left';
  const px = uPlot.pxRatio;
  for (const [index, { text, color }] of labels.entries()) {
    const middle = tops[index] ?? 0;
    u.ctx.fillStyle = colors.of(color);
    u.ctx.fillRect(left + width + 5 * px, middle - 1.5 * px, STROKE_PX * px, 3 * px);
    u.ctx.fillStyle = colors.of('--ink');
    u.ctx.fillText(text, left + width + LABEL_LEFT_PX * px, middle);
  }
}

function drawBands(u: uPlot, bands: readonly TimeBand[], colors: CanvasColors): void {
  const { left, top, width, height } = u.bbox;
  const pixelOf = (instant: number): number => Math.min(left + width, Math.max(left, u.valToPos(instant, 'x', true)));
  for (const { start, end, label, kind } of bands) {
    const begin = pixelOf(instantOf(start));
    const stop = end === undefined ? left + width : pixelOf(instantOf(end));
    if (stop <= begin) continue;
    u.ctx.fillStyle = colors.of(BAND_COLOR[kind], BAND_OPACITY[kind]);
    u.ctx.fillRect(begin, top, stop - begin, height);
    drawBandLabel(u, label, begin, colors.of(BAND_COLOR[kind]), colors);
  }
}

/** Above its band, from its left edge on; never beyond the plot's right edge. */
function drawBandLabel(u: uPlot, label: string, begin: number, color: string, colors: CanvasColors): void {
  setFont(u, colors, 600);
  const rightmost = u.bbox.left + u.bbox.width - u.ctx.measureText(label).width;
  u.ctx.fillStyle = color;
  u.ctx.textAlign = 'left';
  u.ctx.textBaseline = 'bottom';
  u.ctx.fillText(label, Math.min(begin, rightmost), u.bbox.top - 3 * uPlot.pxRatio);
}

function drawThreshold(u: uPlot, threshold: Threshold, colors: CanvasColors): void {
  const { left, width } = u.bbox;
  const top = Math.round(u.valToPos(threshold.value, 'y', true));
  const { ctx } = u;
  ctx.strokeStyle = colors.of('--crisis');
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([6 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(left + width, top);
  ctx.stroke();
  setFont(u, colors, 400);
  ctx.fillStyle = colors.of('--crisis');
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillText(threshold.label, left + 4 * uPlot.pxRatio, top - 2 * uPlot.pxRatio);
}

/** uPlot remembers which font it set, and would go on with ours. */
function kept<T>({ ctx }: uPlot, draw: () => T): T {
  ctx.save();
  const result = draw();
  ctx.restore();
  return result;
}

function setFont(u: uPlot, colors: CanvasColors, weight: number): void {
  u.ctx.font = `${weight} ${FONT_PX * uPlot.pxRatio}px ${colors.fontFamily}`;
}
