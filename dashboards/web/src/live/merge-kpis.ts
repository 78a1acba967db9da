import type { KpisAnswer, KpisDelta } from './protocol.ts';

/** The cards that changed replace theirs; the others stay. */
export function mergeKpis(whole: KpisAnswer, { kpis, meta }: KpisDelta): KpisAnswer {
  return { ...whole, meta, kpis: { ...whole.kpis, ...kpis } };
}
