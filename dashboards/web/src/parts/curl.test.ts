import { expect, test } from 'vitest';
import { curlOf } from './curl.ts';

test('a call can be pasted into a shell whatever is asked for', () => {
  const filter = { q: 'it\'s $(late) `now` & "here"', range: '1h' };
  expect(curlOf('http://127.0.0.1:8080', { path: '/v1/mentions', filter })).toBe(
    "curl 'http://127.0.0.1:8080/v1/mentions?q=it%27s+%24%28late%29+%60now%60+%26+%22here%22&range=1h'",
  );
});
