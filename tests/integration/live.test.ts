import { Ajv } from 'ajv';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Kpis, Mention, Meta, Series } from '../../api/schemas/answers.ts';
import { type Channel, LIVE_DATA, type LiveData, serverMessage } from '../../api/schemas/live.ts';
import { applySeriesDelta } from '../../api/live/difference.ts';
import { HOUR_MS, MINUTE_MS } from '../../schemas/instants.ts';
import { liveClient, type LiveClient } from '../support/live-client.ts';
import { worldDirectory, type LiveRoom } from './live-room.ts';

const timeout = 3 * MINUTE_MS;

async function get<T>({ url }: LiveRoom, path: string): Promise<T> {
  const answer = await fetch(new URL(path, url));
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
}

/** Ids of all mentions that came to a subscription, snapshot and all, in order. */
function idsOf(client: LiveClient, id: string): string[] {
  const items = client.told(id).flatMap(({ data }) => (data as { items?: Mention[] } | undefined)?.items ?? []);
  return items.map((mention) => mention.id);
}

const ROWS = `SELECT concat('men_', base64URLEncode(concat(watch, '\\n', platform, '\\n', id))) AS id FROM mentions`;

test(
  'a viewer who was away, the server too, goes on behind the last token: no gap, no double, as SQL has it',
  { timeout },
  async () => {
    const { start, open } = worldDirectory(11, 1);
    const first = await open();
    await first.goOn(start + 6 * HOUR_MS);
    const viewer = await liveClient(first.url);
    viewer.subscribe('m', 'mentions');
    await viewer.until(() => viewer.told('m')[0]);
    const shown = await get<{ data: Mention[] }>(first, '/v1/mentions?range=7d&limit=20');
    expect(viewer.told('m')[0]).toMatchObject({ type: 'snapshot', seq: 1, data: { items: shown.data } });

    const before = new Set((await first.sql<{ id: string }>(ROWS)).map(({ id }) => id));
    await first.goOn(start + 6.05 * HOUR_MS);
    const rows = await first.sql<{ id: string }>(ROWS);
    const fresh = rows.map(({ id }) => id).filter((id) => !before.has(id));
    await viewer.until(() => idsOf(viewer, 'm').length === 20 + fresh.length);
    expect(idsOf(viewer, 'm').slice(20).toSorted()).toEqual(fresh.toSorted());

    // What comes after this one is lost on the way, and some of it comes while the server is gone.
    const { token } = viewer.told('m').at(-1) ?? {};
    const known = new Set(rows.map(({ id }) => id));
    await first.goOn(start + 6.1 * HOUR_MS);
    await first.stop();
    expect(await viewer.closed).toEqual({ code: 1012, reason: 'the server stops' });

    const second = await open();
    await second.goOn(start + 6.15 * HOUR_MS);
    const back = await liveClient(second.url);
    back.subscribe('m', 'mentions', {}, token);
    const missed = (await second.sql<{ id: string }>(ROWS)).map(({ id }) => id).filter((id) => !known.has(id));
    expect(missed.length).toBeGreaterThan(10);
    await back.until(() => idsOf(back, 'm').length >= missed.length);
    expect(idsOf(back, 'm').toSorted()).toEqual(missed.toSorted());
    expect(back.told('m')[0]).toMatchObject({ type: 'delta', seq: 1 });
    await second.stop();
  },
);

test(
  'kpis and series that are told by deltas equal a fresh answer of the REST API, for each of 200 viewers alike',
  { timeout },
  async () => {
    const { start, open } = worldDirectory(12);
    const room = await open();
    await room.goOn(start + 24 * HOUR_MS);
    const from = new Date(start).toISOString();
    const asked = {
      kpis: { from, compare: 'previous' },
      series: { from, breakdown: 'watch' },
    };
    const viewers = await Promise.all(Array.from({ length: 200 }, () => liveClient(room.url)));
    for (const viewer of viewers) {
      viewer.subscribe('k', 'kpis', asked.kpis);
      viewer.subscribe('s', 'series', asked.series);
      viewer.subscribe('m', 'mentions');
      viewer.subscribe('t', 'status');
    }
    const [viewer] = viewers;
    if (viewer === undefined) throw new Error('nobody looks');
    await Promise.all(viewers.map((one) => one.until(() => one.told('k')[0] && one.told('s')[0])));
    for (let hour = 25; hour <= 28; hour++) {
      await room.goOn(start + hour * HOUR_MS);
      const query = (name: 'kpis' | 'series') => new URLSearchParams(asked[name]).toString();
      const kpis = await get<LiveData['kpis']['snapshot']>(room, `/v1/kpis?${query('kpis')}`);
      const series = await get<LiveData['series']['snapshot']>(room, `/v1/series?${query('series')}`);
      await viewer.until(() => isEqual(kpisTold(viewer), kpis));
      await viewer.until(() => isEqual(seriesTold(viewer), series));
    }
    expect(notAsDeclared(viewer, { k: 'kpis', s: 'series', m: 'mentions', t: 'status' })).toEqual([]);
    const kinds = new Set(viewer.told().map(({ type, id }) => `${type} ${id}`));
    expect([...kinds]).toEqual(expect.arrayContaining(['snapshot k', 'delta k', 'snapshot s', 'delta s']));
    for (const id of ['k', 's']) {
      const last = viewer.told(id).length;
      await Promise.all(viewers.map((one) => one.until(() => one.told(id).length >= last)));
      for (const one of viewers) expect(one.frames(id).slice(0, last)).toEqual(viewer.frames(id).slice(0, last));
      expect(viewer.told(id).map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    }
    await room.stop();
  },
);

/** Messages that are not what the schemas say, by subscription. */
function notAsDeclared(client: LiveClient, channels: Readonly<Record<string, Channel>>): unknown[] {
  const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
  return client.told().filter((message) => {
    if (!ajv.validate(serverMessage, message)) return true;
    const channel = channels[message.id ?? ''];
    if (channel === undefined || (message.type !== 'snapshot' && message.type !== 'delta')) return false;
    return !ajv.validate(LIVE_DATA[channel][message.type], message.data);
  });
}

/** What the messages until now make of it. */
function kpisTold(client: LiveClient): LiveData['kpis']['snapshot'] {
  let made: LiveData['kpis']['snapshot'] | undefined;
  for (const { type, data } of client.told('k')) {
    if (type === 'snapshot' || made === undefined) made = data as LiveData['kpis']['snapshot'];
    else {
      const { kpis, meta } = data as LiveData['kpis']['delta'];
      made = { ...made, kpis: { ...made.kpis, ...kpis }, meta };
    }
  }
  if (made === undefined) throw new Error('nothing was told');
  return made;
}

function seriesTold(client: LiveClient): LiveData['series']['snapshot'] {
  let made: LiveData['series']['snapshot'] | undefined;
  for (const { type, data } of client.told('s')) {
    made =
      type === 'snapshot' || made === undefined
        ? (data as LiveData['series']['snapshot'])
        : applySeriesDelta(made, data as LiveData['series']['delta']);
  }
  if (made === undefined) throw new Error('nothing was told');
  return made;
}

/** But for what an answer cost, and the minute it was given in, on which the period compared with depends. */
function isEqual(told: (Kpis | Series) & { meta: Meta }, fresh: (Kpis | Series) & { meta: Meta }): boolean {
  const { meta, previous: _previous, ...said } = told;
  const { meta: freshMeta, previous: _freshPrevious, ...answered } = fresh;
  return meta.watermark === freshMeta.watermark && JSON.stringify(sorted(said)) === JSON.stringify(sorted(answered));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [name, sorted(one)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A reader of server-sent events: what came, and how to go away. */
async function stream(room: LiveRoom, path: string, headers: Readonly<Record<string, string>> = {}) {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const answer = await fetch(new URL(path, room.url), { headers, signal: stopping.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = () =>
    text
      .split('\n\n')
      .slice(0, -1)
      .map(
        (block) =>
          Object.fromEntries(
            block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
          ) as Record<string, string>,
      );
  return {
    events,
    mentions: () => events().filter(({ event }) => event === 'mention'),
    async until(look: () => boolean): Promise<void> {
      while (!look()) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) throw new Error(`the stream ended: ${text.slice(-300)}`);
        text += value ?? '';
      }
    },
    close: () => stopping.abort(),
    /** Resolves when the server ends it. */
    ended: async () => {
      while (!((await reader?.read()) ?? { done: true }).done);
    },
  };
}

test('a stream gives every mention, and goes on behind Last-Event-ID; a gap is said', { timeout }, async () => {
  const { start, open } = worldDirectory(13, 1);
  const room = await open();
  await room.goOn(start + 2 * HOUR_MS);
  const count = async () => (await room.sql<{ n: number }>('SELECT count() AS n FROM mentions'))[0]?.n ?? 0;
  const before = await count();
  const one = await stream(room, '/v1/streams/mentions');
  const norvane = await stream(room, '/v1/streams/mentions?watch=norvane&class=negative');
  await one.until(() => one.events().length > 0);
  await norvane.until(() => norvane.events().length > 0);
  await room.goOn(start + 5 * HOUR_MS);
  const came = (await count()) - before;
  await one.until(() => one.mentions().length >= came);
  const ids = one.mentions().map(({ data }) => (JSON.parse(data ?? '') as Mention).id);
  const rows = await room.sql<{ id: string }>(ROWS);
  expect(new Set(ids).size).toBe(came);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  const wanted = `SELECT count() AS n FROM mentions WHERE watch = 'norvane' AND class = 'negative' AND id IN (${one
    .mentions()
    .map(({ data }) => `'${(JSON.parse(data ?? '') as Mention).native_id}'`)
    .join(', ')})`;
  const expected = (await room.sql<{ n: number }>(wanted))[0]?.n ?? 0;
  expect(expected).toBeGreaterThan(0);
  await norvane.until(() => norvane.mentions().length >= expected);
  expect(norvane.mentions()).toHaveLength(expected);

  const middle = one.mentions()[Math.floor(came / 2)]?.['id'] ?? '';
  for (const again of [
    await stream(room, '/v1/streams/mentions', { 'last-event-id': middle }),
    await stream(room, `/v1/streams/mentions?after=${middle}`),
  ]) {
    const left = came - Math.floor(came / 2) - 1;
    await again.until(() => again.mentions().length >= left);
    expect(again.mentions().map(({ data }) => (JSON.parse(data ?? '') as Mention).id)).toEqual(
      expect.arrayContaining(ids.slice(-1)),
    );
    expect(
      new Set([
        ...again.mentions().map(({ data }) => data),
        ...one
          .mentions()
          .slice(0, came - left)
          .map(({ data }) => data),
      ]).size,
    ).toBe(came);
    again.close();
  }
  const lost = await stream(room, '/v1/streams/mentions?after=nonsense');
  await lost.until(() => lost.events().some(({ event }) => event === 'gap'));
  const ending = one.ended();
  await room.stop();
  await ending;
});

test(
  'numbers go on by themselves after the store was killed, and mentions do not wait for it',
  { timeout },
  async () => {
    const { start, open } = worldDirectory(15, 1);
    const room = await open();
    await room.goOn(start + 3 * HOUR_MS);
    const viewer = await liveClient(room.url);
    const from = new Date(start).toISOString();
    viewer.subscribe('k', 'kpis', { from });
    viewer.subscribe('m', 'mentions');
    await viewer.until(() => viewer.told('k')[0] && viewer.told('m')[0]);
    process.kill(room.running.store.pid, 'SIGKILL');
    await room.goOn(start + 4 * HOUR_MS);
    const kpis = await get<LiveData['kpis']['snapshot']>(room, `/v1/kpis?${new URLSearchParams({ from }).toString()}`);
    await viewer.until(() => isEqual(kpisTold(viewer), kpis));
    expect(viewer.told('m').length).toBeGreaterThan(1);
    expect(viewer.told().filter(({ type }) => type === 'error')).toEqual([]);
    await room.stop();
  },
);

test('who asks by another name, from another page or for another place gets no socket', { timeout }, async () => {
  const room = await worldDirectory(14, 1).open();
  const { host, port, hostname } = new URL(room.url);
  const answerTo = (head: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      onTestFinished(() => void socket.destroy());
      socket.once('data', (data) => resolve(data.toString()));
      socket.write(
        `GET ${head}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
    });
  expect(await answerTo(`/v1/live HTTP/1.1\r\nHost: ${host}`)).toMatch(/^HTTP\/1.1 101 /);
  expect(await answerTo(`/v1/live HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${room.url}`)).toMatch(/^HTTP\/1.1 101 /);
  expect(await answerTo(`/v1/live HTTP/1.1\r\nHost: evil.example`)).toMatch(/^HTTP\/1.1 403 [^]*host-refused/);
  const foreign = `Host: ${host}\r\nOrigin: https://evil.example`;
  expect(await answerTo(`/v1/live HTTP/1.1\r\n${foreign}`)).toMatch(/^HTTP\/1.1 403 [^]*origin-refused/);
  expect(await answerTo(`/elsewhere HTTP/1.1\r\nHost: ${host}`)).toMatch(/^HTTP\/1.1 404 [^]*not-found/);
  await room.stop();
});
