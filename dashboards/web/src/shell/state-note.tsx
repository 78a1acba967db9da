import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { useFormats } from '../use-formats.ts';
import { awayOf, type Note, noteOf } from './note-of.ts';
import css from './state-note.module.css';
import { usePill } from './use-pill.ts';
import { useStatus } from './use-status.ts';

/** Why the page is not fresh or not whole, said here once and not in every panel. When its sources are whole again, everything is asked again. */
export function StateNote() {
  const queries = useQueryClient();
  const { data, error } = useStatus();
  const pill = usePill();
  const sources = data?.pipeline.sources;
  const isPartial = awayOf(sources).length > 0;
  const wasPartial = useRef(false);
  useEffect(() => {
    if (wasPartial.current && !isPartial) void queries.invalidateQueries();
    wasPartial.current = isPartial;
  }, [isPartial, queries]);
  // What a server said that does not answer now is of before.
  const note = noteOf(pill, error?.reason.kind === 'unreachable' ? undefined : sources);
  if (note === undefined) return null;
  return (
    <div className={css.note}>{note.kind === 'stalled' ? <Stalled reason={note.reason} /> : <Words note={note} />}</div>
  );
}

/** Spoken once, as it was when it began: the seconds in it go on. */
function Stalled({ reason }: { readonly reason: string }) {
  const { t } = useTranslation();
  const [first] = useState(reason);
  const word = t('pill.stalled.word');
  return (
    <p>
      <strong>{word}:</strong> {reason}
      <span role="alert" className="visually-hidden">
        {`${word}: ${first}`}
      </span>
    </p>
  );
}

function Words({ note }: { readonly note: Exclude<Note, { kind: 'stalled' }> }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  const queries = useQueryClient();
  if (note.kind === 'making') return <p>{t('source.making', { progress: note.progress })}</p>;
  if (note.kind === 'offline') {
    return (
      <p>
        <strong>{t('problem.unreachable')}</strong> {t('problem.since', { time: time(note.since) })}{' '}
        <Button onPress={() => void queries.refetchQueries()}>{t('problem.retry')}</Button>
      </p>
    );
  }
  const { live, away } = note;
  return (
    <p>
      <strong>{t('source.partial', { live, count: live + away.length })}</strong>{' '}
      {away.map(({ source, state, detail }) => t('source.away', { source, state, detail })).join(' · ')}
    </p>
  );
}
