import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Mention, Mentions } from '../../../../api/schemas/answers.ts';
import type { AskFailure } from '../ask/ask-failure.ts';
import { answerKey } from '../ask/answer-key.ts';
import { isPolling, POLLING_MS } from '../live/pill.ts';
import { KEPT } from '../live/mention-buffer.ts';
import { useLink } from '../live/use-link.ts';
import { usePaused } from '../live/use-paused.ts';
import { useTopic } from '../live/use-topic.ts';
import { usePage } from '../page.ts';
import { useView } from '../url/use-view.ts';
import { rowsOf } from './rows-of.ts';

export interface MentionRows {
  readonly rows: readonly Mention[];
  /** How many there were for each that the live connection sent; 1: all came. */
  readonly oneIn: number;
  readonly pages: UseInfiniteQueryResult<InfiniteData<Mentions>, AskFailure>;
}

const LIMIT = '100';

/** What came live in front of the pages of the list, each mention once. */
export function useMentionRows(): MentionRows {
  const { ask, live } = usePage();
  const { view, parameters, isLive } = useView();
  const link = useLink();
  const isPaused = usePaused();
  const [buffer] = useTopic(live.mentions, parameters.filters);
  const question = { path: '/v1/mentions', filter: { ...parameters.mentions, limit: LIMIT } } as const;
  const pages = useInfiniteQuery<Mentions, AskFailure, InfiniteData<Mentions>, readonly string[], string | undefined>({
    queryKey: [...answerKey(question), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      ask(
        { ...question, filter: { ...question.filter, ...(pageParam !== undefined && { cursor: pageParam }) } },
        signal,
      ),
    initialPageParam: undefined,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: isPolling(link) && !isPaused ? POLLING_MS : false,
  });
  const stream = isLive && view.slice === undefined ? buffer : undefined;
  useFollow(stream?.received ?? 0, pages);
  const { hasNextPage } = pages;
  const rows = useMemo(
    () => rowsOf(stream?.items ?? [], pages.data?.pages.flatMap(({ data }) => data) ?? [], !hasNextPage),
    [stream, pages.data, hasNextPage],
  );
  return { rows, oneIn: stream?.oneIn ?? 1, pages };
}

/** Asks for the list again before the stream has pushed out what is newer than it: between the two there must be no hole. */
function useFollow(received: number, { dataUpdatedAt, isFetching, refetch }: MentionRows['pages']): void {
  const receivedThen = useRef(received);
  const latest = useRef(received);
  useEffect(() => {
    latest.current = received;
  }, [received]);
  useEffect(() => {
    receivedThen.current = latest.current;
  }, [dataUpdatedAt]);
  const isDue = received - receivedThen.current > KEPT / 2;
  useEffect(() => {
    if (isDue && !isFetching) void refetch();
  }, [isDue, isFetching, refetch]);
}
