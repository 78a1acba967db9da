import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Mention, Mentions } from '../../../../api/schemas/answers.ts';
import type { AskFailure } from '../ask/ask-failure.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { useLink } from '../live/use-link.ts';
import { useTopic } from '../live/use-topic.ts';
import { usePage } from '../page.ts';
import { useView } from '../url/use-view.ts';
import { fits } from './fits.ts';
import { newestFirst } from './newest-first.ts';

export interface Newest {
  readonly items: readonly Mention[];
  readonly oneIn: number;
  readonly answer: UseQueryResult<Mentions, AskFailure>;
}

const LIMIT = '20';
const NONE: readonly Mention[] = [];

/** From the live connection while it is there and the period ends now, else from the list of the API. */
export function useNewest(): Newest {
  const { live } = usePage();
  const { view, parameters, isLive } = useView();
  const link = useLink();
  const [buffer, topic] = useTopic(live.mentions, parameters.filters);
  const answer = useAnswer<Mentions>({ path: '/v1/mentions', filter: { ...parameters.mentions, limit: LIMIT } });
  const hasStream = isLive && view.slice === undefined && link.kind === 'open' && topic.refusal() === undefined;
  const streamed = useMemo(() => newestFirst(buffer?.items ?? NONE), [buffer]);
  if (hasStream && buffer !== undefined) return { items: streamed, oneIn: buffer.oneIn, answer };
  const items = answer.data?.data ?? NONE;
  // Until the answer is there these are of the filters before: what contradicts the new ones is not shown.
  return { items: answer.isPlaceholderData ? items.filter((item) => fits(item, view)) : items, oneIn: 1, answer };
}
