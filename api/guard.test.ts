import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { createGuard } from './guard.ts';

const request = (headers: Record<string, string>, url = '/v1/kpis') => ({ headers, url }) as unknown as FastifyRequest;
const local = createGuard({ host: '127.0.0.1' }, () => 8080);

test.each(['127.0.0.1:8080', 'localhost:8080', '[::1]:8080'])('on loopback, Host %s is we', (host) => {
  expect(() => local(request({ host }))).not.toThrow();
});

test.each(['evil.example:8080', 'localhost:8081', 'localhost', '', '127.0.0.1.evil.example:8080', 'a@localhost:8080'])(
  'on loopback, Host %j is somebody else',
  (host) => {
    expect(() => local(request({ host }))).toThrow(/on loopback/);
  },
);

test('a page of our own may ask, one of another site or of none may not', () => {
  const asked = (origin: string) => () => local(request({ host: 'localhost:8080', origin }));
  expect(asked('http://localhost:8080')).not.toThrow();
  for (const origin of ['http://localhost:3000', 'https://evil.example', 'null', '']) {
    expect(asked(origin)).toThrow(/may not ask/);
  }
});

test('beyond loopback there is a token or no server', () => {
  expect(() => createGuard({ host: '0.0.0.0' }, () => 80)).toThrow(/only with a token/);
  const open = createGuard({ host: '0.0.0.0', token: 'secret' }, () => 80);
  expect(() => open(request({ host: 'tideline.example', authorization: 'Bearer secret' }))).not.toThrow();
  for (const authorization of ['', 'Bearer wrong', 'Basic secret', 'secret']) {
    expect(() => open(request({ host: 'tideline.example', authorization }))).toThrow(/Authorization/);
  }
  expect(() => open(request({ host: 'tideline.example' }, '/livez?x'))).not.toThrow();
});
