import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { createCanvasColors } from './canvas-colors.ts';
import type { Pictures } from './pictures.ts';
import { plotDataOf } from './plot-data.ts';
import type { PlotLook } from './plot-look.ts';
import { createPlot, type Plot, type PlotOptions } from './plot.ts';

export interface UsePlotOptions {
  readonly element: RefObject<HTMLElement | null>;
  readonly series: PlotOptions['series'];
  readonly formats: PlotLook['formats'];
  readonly pictures: Pictures;
  /** Without it nothing can be brushed. */
  readonly onBrush: ((first: number, last: number) => void) | undefined;
}

/** A plot in the element, as large as it, drawing every picture. A new list of series is a new plot. */
export function usePlot({ element, series, formats, pictures, onBrush }: UsePlotOptions): Plot | undefined {
  const [plot, setPlot] = useState<Plot>();
  const brush = useEffectEvent((first: number, last: number) => onBrush?.(first, last));
  const isBrushable = onBrush !== undefined;
  const currentLook = useEffectEvent((): PlotLook => ({ formats, period: pictures.read().period }));

  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const size = (): { width: number; height: number } => ({
      width: current.clientWidth,
      height: current.clientHeight,
    });
    const colors = createCanvasColors(current, () => made.redraw());
    const made = createPlot(
      { series, ...size(), isBrushable },
      { element: current, colors, look: () => currentLook(), onBrush: (first, last) => brush(first, last) },
    );
    const draw = (): void => made.draw(plotDataOf(pictures.read().columns));
    draw();
    setPlot(made);
    const ended = pictures.subscribe(draw);
    const observer = new ResizeObserver(() => made.resize(size()));
    observer.observe(current);
    return () => {
      ended();
      observer.disconnect();
      made.close();
      colors.close();
    };
  }, [element, series, pictures, isBrushable]);

  useEffect(() => plot?.redraw(), [plot, formats]);
  return plot;
}
