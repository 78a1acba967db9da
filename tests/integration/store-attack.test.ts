import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../runtime/time/clock.ts';
import { freshDirectory, NEVER, start } from './store-harness.ts';

const CYCLES = 25;
const CLIENTS = 4;
const UP_MS = 100;

/** What an outsider would like to do with the account that has no password, and what its grants would let him. */
const GRANTED = ["SELECT count() FROM file('/etc/hostname', 'LineAsString', 'l String')", 'SYSTEM STOP LISTEN HTTP'];
/** The quota does not count these, so the session lock alone keeps them out. */
const NOT_COUNTED = ["SELECT file('/etc/hostname')", 'SELECT 1'];
const NOT_GRANTED = [
  'CREATE DATABASE mine ENGINE = Memory',
  "INSERT INTO FUNCTION file('/tmp/x', 'TSV', 'x String') VALUES ('x')",
];

const BY_SESSION = '500 700';
const BY_QUOTA = '500 201';
const GOING = '503 ';
const BY_GRANTS = '500 497';

interface Attack {
  /** How often which answer (status and the engine's code, else the answer itself) came so far. */
  readonly answers: ReadonlyMap<string, number>;
  end(): Promise<void>;
}

/** Keeps trying, over connections that stay open, whether the store is there or not. */
function attack(port: number, attempts: readonly string[]): Attack {
  const answers = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, async (_, i) => {
    for (let n = i; !over.signal.aborted; n++) {
      const answer = await attempt(port, agent, attempts[n % attempts.length] ?? '');
      if (answer === undefined) await systemClock.sleep(1, NEVER);
      else answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  });
  return {
    answers,
    async end() {
      over.abort();
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

/** Resolves with the answer, or undefined when nobody answered. */
function attempt(port: number, agent: Agent, sql: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const trial = request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, timeout: 2_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve(`${response.statusCode} ${/Code: (\d+)/.exec(text)?.[1] ?? text.slice(0, 100)}`),
      );
      response.on('error', () => resolve(undefined));
    });
    trial.on('timeout', () => trial.destroy());
    trial.on('error', () => resolve(undefined));
    trial.end(sql);
  });
}

function directoryForTest(): string {
  const directory = freshDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test(
  'nobody gets in by the account without a password while the store starts, runs and stops',
  { timeout: 120_000 },
  async () => {
    const directory = directoryForTest();
    const first = await start({ directory });
    const port = Number(new URL(first.url).port);
    await first.stop(5_000);
    const { answers, end } = attack(port, [...GRANTED, ...NOT_COUNTED]);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const store = await start({ directory, port });
      await systemClock.sleep(UP_MS, NEVER);
      await store.stop(5_000);
    }
    await end();
    console.log(
      `attack: ${CYCLES} starts and stops, ${CLIENTS} clients: ${answers.get(BY_SESSION)} refused by code 700`,
    );
    expect([...answers.keys()]).toEqual([BY_SESSION]);
  },
);

/*
 * With the session lock nobody ever meets the quota: the start script holds its session until the process is gone. So the second lock
 * is attacked alone, with the first one taken away, and just as often.
 */
test(
  'without the session lock the quota refuses what the grants would allow, while the store runs and stops',
  { timeout: 120_000 },
  async () => {
    const directory = directoryForTest();
    const users = (xml: string) => xml.replace('<max_sessions_for_user>1<', '<max_sessions_for_user>0<');
    const refused = { byGrants: 0, byQuota: 0 };
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const store = await start({ directory }, { users });
      const port = Number(new URL(store.url).port);
      refused.byGrants += await spendQuota(port);
      const { answers, end } = attack(port, [...GRANTED, ...NOT_GRANTED]);
      await systemClock.sleep(UP_MS, NEVER);
      await store.stop(5_000);
      await end();
      // A server that is going answers 503 before it looks at who asks: a refusal too, of everybody.
      expect([...answers.keys()].filter((answer) => answer !== GOING)).toEqual([BY_QUOTA]);
      refused.byQuota += answers.get(BY_QUOTA) ?? 0;
    }
    console.log(
      `attack: ${CYCLES} starts and stops without the session lock: ${refused.byQuota} refused by code 201, before that ${refused.byGrants} by code 497`,
    );
  },
);

/** What the start script has left of its own account's quota, used up by what is not granted; resolves with how much that was. */
async function spendQuota(port: number): Promise<number> {
  const agent = new Agent();
  for (let spent = 0; ; spent++) {
    const answer = await attempt(port, agent, NOT_GRANTED[spent % NOT_GRANTED.length] ?? '');
    if (answer === BY_QUOTA) return spent;
    expect(answer).toBe(BY_GRANTS);
  }
}
