import { afterEach } from 'vitest';
import { refuseBeyondLoopback } from './support/loopback.ts';

export const network = refuseBeyondLoopback();

// The code under test may swallow the refusal, as it would any failed connection: the test fails all the same.
afterEach(() => {
  const attempts = network.takeAttempts();
  if (attempts.length > 0) throw new Error(`The test reached beyond loopback: ${attempts.join(', ')}`);
});
