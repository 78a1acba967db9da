import { Agent, request } from 'node:http';
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../runtime/time/clock.ts';
import { freshDirectory, NEVER, start } from './store-harness.ts';

const CYCLES = 25;
const CLIENTS = 4;
const UP_MS = 100;
const SESSION_TAKEN = '700';
const QUOTA_SPENT = '201';

/** What an outsider would like to do with the account that has no password. */
const ATTEMPTS = [
  "SELECT count() FROM file('/etc/hostname', 'LineAsString', 'l String')",
  "SELECT file('/etc/hostname')",
  'SELECT 1',
  'SYSTEM STOP LISTEN HTTP',
];

/** Resolves with the status and the engine's code, or undefined when nobody answered. */
function attack(port: number, agent: Agent, sql: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const attempt = request(
      { host: '127.0.0.1', port, method: 'POST', path: '/', agent, timeout: 2_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve(`${response.statusCode} ${/Code: (\d+)/.exec(text)?.[1] ?? text.slice(0, 100)}`),
        );
        response.on('error', () => resolve(undefined));
      },
    );
    attempt.on('timeout', () => attempt.destroy());
    attempt.on('error', () => resolve(undefined));
    attempt.end(sql);
  });
}

test(
  'nobody gets in by the account without a password while the store starts, runs and stops',
  { timeout: 120_000 },
  async () => {
    const directory = freshDirectory();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const first = await start({ directory });
    const port = Number(new URL(first.url).port);
    await first.stop(5_000);

    const answers = new Map<string, number>();
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    onTestFinished(() => agent.destroy());
    const over = new AbortController();
    const clients = Array.from({ length: CLIENTS }, async (_, i) => {
      for (let n = i; !over.signal.aborted; n++) {
        const answer = await attack(port, agent, ATTEMPTS[n % ATTEMPTS.length] ?? '');
        if (answer === undefined) await systemClock.sleep(1, NEVER);
        else answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    });
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const store = await start({ directory, port });
      await systemClock.sleep(UP_MS, NEVER);
      await store.stop(5_000);
    }
    over.abort();
    await Promise.all(clients);

    const count = (code: string) =>
      [...answers].reduce((sum, [key, n]) => (key.endsWith(` ${code}`) ? sum + n : sum), 0);
    const total = [...answers.values()].reduce((sum, n) => sum + n, 0);
    console.log(`attack: ${total} answered, ${count(SESSION_TAKEN)} refused by 700, ${count(QUOTA_SPENT)} by 201`);
    expect(count(SESSION_TAKEN)).toBeGreaterThan(0);
    expect(count(QUOTA_SPENT)).toBeGreaterThan(0);
    expect(count(SESSION_TAKEN) + count(QUOTA_SPENT), JSON.stringify([...answers])).toBe(total);
  },
);
