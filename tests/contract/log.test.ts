import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import { engineThread } from './engine-thread.ts';
import { logContract } from './log.contract.ts';

logContract('embedded, in memory', async () => openEngine({ path: ':memory:', readBytes: 262_144 }));

logContract('embedded, in a file', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tideline-log-'));
  const engine = openEngine({ path: join(directory, 'log.db'), readBytes: 262_144 });
  return {
    ...engine,
    async close() {
      await engine.close();
      await rm(directory, { recursive: true });
    },
  };
});

logContract('embedded, on another thread', async () => {
  const thread = await engineThread();
  return { ...thread.connect(), close: thread.close };
});
