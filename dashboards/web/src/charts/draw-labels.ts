import uPlot from 'uplot';
import type { CanvasColors } from './canvas-colors.ts';
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

/** CSS pixels to keep free at the right of the lines. */
export function labelsWidth(u: uPlot, lines: readonly { readonly name: string }[], colors: CanvasColors): number {
  if (u.width < LABELS_FROM_PX) return NO_LABELS_PX;
  const widths = inFont(u, colors, () => lines.map(({ name }) => u.ctx.measureText(name).width / uPlot.pxRatio));
  return LABEL_LEFT_PX + Math.max(NO_LABELS_PX, ...widths);
}

/** Beside the ends of the lines. */
export function drawLabels(u: uPlot, labels: readonly LineLabel[], colors: CanvasColors): void {
  if (u.width < LABELS_FROM_PX) return;
  const { left, top, width, height } = u.bbox;
  const px = uPlot.pxRatio;
  const wishes = labels.map((label) => label.top);
  const tops = spreadLabels(wishes, LABEL_GAP_PX * px, top, top + height);
  inFont(u, colors, () => {
    const { ctx } = u;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    for (const [index, { text, color }] of labels.entries()) {
      const middle = tops[index] ?? 0;
      ctx.fillStyle = colors.of(color);
      ctx.fillRect(left + width + 5 * px, middle - 1.5 * px, STROKE_PX * px, 3 * px);
      ctx.fillStyle = colors.of('--ink');
      ctx.fillText(text, left + width + LABEL_LEFT_PX * px, middle);
    }
  });
}

/** uPlot remembers which font it set, and would go on with ours. */
function inFont<T>({ ctx }: uPlot, { fontFamily }: CanvasColors, draw: () => T): T {
  ctx.save();
  ctx.font = `500 ${FONT_PX * uPlot.pxRatio}px ${fontFamily}`;
  const result = draw();
  ctx.restore();
  return result;
}
