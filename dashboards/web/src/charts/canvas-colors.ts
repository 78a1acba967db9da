/** Custom properties as a canvas can use them: it knows no `var()` and no `light-dark()`. */
export interface CanvasColors {
  /** `--negative`, or at an opacity. */
  of(property: string, opacity?: number): string;
  readonly fontFamily: string;
  close(): void;
}

/** `onChange` is called after the theme has changed, however: by the page, by the system, by forced colours. */
export function createCanvasColors(element: HTMLElement, onChange: () => void): CanvasColors {
  const { ownerDocument } = element;
  const view = ownerDocument.defaultView;
  if (view === null) throw new TypeError('a chart needs a document that is shown');
  const probe = element.appendChild(ownerDocument.createElement('span'));
  probe.hidden = true;
  // Under a contrast theme, too: forced to one ink, all series and areas would be the same black.
  probe.style.setProperty('forced-color-adjust', 'none');
  const known = new Map<string, string>();
  const forget = (): void => {
    known.clear();
    onChange();
  };
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => view.matchMedia(query));
  for (const query of queries) query.addEventListener('change', forget);
  const observer = new view.MutationObserver(forget);
  observer.observe(ownerDocument.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] });
  const resolved = (expression: string): string => {
    probe.style.color = expression;
    return view.getComputedStyle(probe).color;
  };
  return {
    of(property, opacity = 1) {
      const expression = `color-mix(in srgb, var(${property}) ${opacity * 100}%, transparent)`;
      const color = known.get(expression) ?? resolved(expression);
      known.set(expression, color);
      return color;
    },
    fontFamily: view.getComputedStyle(element).fontFamily,
    close() {
      for (const query of queries) query.removeEventListener('change', forget);
      observer.disconnect();
      probe.remove();
    },
  };
}
