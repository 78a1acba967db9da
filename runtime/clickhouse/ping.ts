import { get } from 'node:http';

/**
 * Whether a ClickHouse listener answers `/ping` on loopback within `limitMs`. Needs no account. False, never an error:
 * a refused connection, a stalled process (the kernel still accepts for it) and a foreign program all mean "not our store".
 */
export function ping(port: number, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/ping', agent: false, timeout: limitMs }, (response) => {
      response.setEncoding('utf8');
      let body = '';
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve(response.statusCode === 200 && body === 'Ok.\n'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}
