import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CanvasColors } from './canvas-colors.ts';
import { drawLabels, labelsWidth, type LineLabel } from './draw-labels.ts';
import type { PlotData } from './plot-data.ts';
import type { PlotLook } from './plot-look.ts';
import type { Period, SeriesDefinition, TimePoint } from './points.ts';
import { axesOf, Y_STEPS } from './plot-axes.ts';
import { scaleFromZero } from './scale.ts';

type Style = Pick<SeriesDefinition<TimePoint>, 'name' | 'color' | 'area'>;

export interface PlotOptions {
  readonly series: readonly Style[];
  readonly width: number;
  readonly height: number;
  readonly isBrushable: boolean;
}

export interface PlotDeps {
  readonly element: HTMLElement;
  readonly colors: CanvasColors;
  look(): PlotLook;
  /** A stretch was brushed: its first and last row. */
  onBrush(first: number, last: number): void;
}

/** Lines over time on a canvas. CSS pixels are counted from the plot's area, `area`, whose own place is in the element. */
export interface Plot {
  readonly area: HTMLElement;
  draw(data: PlotData): void;
  /** After the look or the theme has changed. */
  redraw(): void;
  resize(size: { width: number; height: number }): void;
  show(series: number, isShown: boolean): void;
  rowNear(left: number): number;
  leftOf(instant: number): number;
  topOf(value: number): number;
  close(): void;
}

const TOP_PX = 12;
const OPEN_DASH = [3, 3];
const LINE_PX = 1.8;
const AREA_OPACITY = 0.1;
/** A drag shorter than this is a click with an unsteady hand. */
const DRAG_PX = 5;
const EMPTY: PlotData = { starts: [], lines: [], dots: [], holes: [] };

export function createPlot({ series, width, height, isBrushable }: PlotOptions, deps: PlotDeps): Plot {
  const { element, colors, look, onBrush } = deps;
  let data = EMPTY;
  const rows = (): uPlot.AlignedData => [data.starts, ...data.lines];
  const labels = (u: uPlot): LineLabel[] => series.flatMap((one, index) => labelOf(one, index, data, u));
  const options: uPlot.Options = {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [TOP_PX, (u) => labelsWidth(u, series, colors), 0, 0],
    cursor: { x: false, y: false, points: { show: false }, drag: { x: isBrushable, setScale: false, dist: DRAG_PX } },
    scales: {
      x: { time: false, range: (_, min, max) => rangeOf(look().period, min, max) },
      y: { range: (_, __, max) => [0, scaleFromZero(max ?? 0, Y_STEPS).max] },
    },
    axes: axesOf(colors, look),
    series: [{}, ...series.flatMap((one, index) => linesOf(one, index, colors, () => data))],
    hooks: {
      draw: [(u) => drawLabels(u, labels(u), colors)],
      setSelect: [(u) => endBrush(u, onBrush)],
    },
  };
  const plot = new uPlot(options, rows(), element);
  return {
    area: plot.over,
    // In a batch, for otherwise it is drawn a microtask later, and who asks for a place before that hears the old one.
    draw(next) {
      data = next;
      plot.batch(() => plot.setData(rows()));
    },
    // Without being told to, it keeps the ticks and labels of an axis whose ends are the same: those of the zone before.
    redraw: () =>
      plot.batch(() => {
        plot.setData(rows());
        plot.redraw(false, true);
      }),
    resize: (size) => plot.setSize(size),
    show: (index, isShown) =>
      plot.batch(() => {
        plot.setSeries(1 + index * 2, { show: isShown });
        plot.setSeries(2 + index * 2, { show: isShown });
      }),
    rowNear: (left) => plot.posToIdx(left),
    leftOf: (instant) => plot.valToPos(instant, 'x'),
    topOf: (value) => plot.valToPos(value, 'y'),
    close: () => plot.destroy(),
  };
}

function rangeOf(period: Period | undefined, min: number, max: number): [number, number] {
  if (period !== undefined) return [period.from, period.to];
  return [min, max > min ? max : min + 1];
}

/** The complete line of a series and its open end. */
function linesOf({ color, area }: Style, index: number, colors: CanvasColors, data: () => PlotData): uPlot.Series[] {
  return [[], OPEN_DASH].map((dash, part) => ({
    width: LINE_PX,
    stroke: () => colors.of(color),
    ...(area === true && { fill: () => colors.of(color, AREA_OPACITY) }),
    dash,
    gaps: (u, _, __, ___, gaps) => withHoles(u, data(), gaps),
    points: {
      show: () => false,
      filter: () => data().dots[index * 2 + part] ?? null,
      size: 4,
      fill: () => colors.of(color),
    },
  }));
}

function withHoles(u: uPlot, { starts, holes }: PlotData, gaps: uPlot.Series.Gaps): uPlot.Series.Gaps {
  const pixelOf = (row: number): number => Math.round(u.valToPos(starts[row] ?? 0, 'x', true));
  const found = holes.map((row): uPlot.Series.Gap => [pixelOf(row), pixelOf(row + 1)]);
  return [...gaps, ...found].toSorted((a, b) => a[0] - b[0]);
}

function labelOf({ name, color }: Style, index: number, { lines }: PlotData, u: uPlot): LineLabel[] {
  if (u.series[1 + index * 2]?.show === false) return [];
  const ends = [lines[index * 2 + 1], lines[index * 2]].map((line) => line?.findLast((value) => value !== null));
  const value = ends.find((end) => end !== undefined) ?? null;
  return value === null ? [] : [{ text: name, color, top: u.valToPos(value, 'y', true) }];
}

function endBrush(u: uPlot, onBrush: PlotDeps['onBrush']): void {
  const { left, width } = u.select;
  if (width <= 0) return;
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onBrush(u.posToIdx(left), u.posToIdx(left + width));
}
