import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Guard } from '../guard.ts';
import { ApiProblem, problemBody, problemOf } from '../problems.ts';
import { CLOSE_CODES } from '../schemas/live.ts';
import { inLots } from './in-lots.ts';
import { openSession, type Session, type SessionDeps } from './session.ts';
import type { Tickets } from './tickets.ts';

export interface SocketDeps extends Omit<SessionDeps, 'id' | 'turn'> {
  readonly guard: Guard;
  readonly tickets: Tickets;
  /** A new id each time. */
  requestId(): string;
}

const PATH = '/v1/live';
const MOST_SESSIONS = 1_000;
const MESSAGE_BYTES = 16_384;
/** Sessions that are written to before others run: a few milliseconds. */
const AT_ONCE = 25;
/** How long a client may take to answer a close. */
const CLOSING_MS = 2_000;

/**
 * Takes the sockets of a server that answers HTTP beside it. Host and Origin are judged before there is a socket; who has no token gets
 * one and is told, for a browser cannot see why it got none.
 */
export function openSockets(server: Server, deps: SocketDeps): { stop(): Promise<void> } {
  // Frames are shared by all viewers: compressed, each would be made again for each of them.
  const options = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: MESSAGE_BYTES };
  const unknownToItsTypes = { closeTimeout: CLOSING_MS };
  const sockets = new WebSocketServer({ ...options, ...unknownToItsTypes });
  const sessions = new Map<Session, Promise<void>>();
  const turn = inLots(AT_ONCE);
  let stopping = false;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = judge(request, deps);
    if (refused !== undefined && refused.code !== 'unauthorized') return refuse(socket, refused, deps.requestId());
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (refused !== undefined) return opened.close(CLOSE_CODES.unauthorized, 'a token or a ticket is needed');
      if (stopping) return opened.close(CLOSE_CODES.stopping, 'the server stops');
      if (sessions.size >= MOST_SESSIONS) return turnAway(opened);
      open(opened);
    });
  }

  function open(socket: WebSocket): void {
    const session = openSession(socket, { ...deps, turn, id: deps.requestId() });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    sessions.set(session, closed);
    void closed.then(() => sessions.delete(session));
  }

  function turnAway(socket: WebSocket): void {
    deps.counters.refused += 1;
    socket.close(CLOSE_CODES.tooMany, 'too many sessions');
  }

  server.on('upgrade', upgrade);
  return {
    async stop() {
      stopping = true;
      for (const session of sessions.keys()) session.end('stopping', 'the server stops');
      await Promise.all(sessions.values());
    },
  };
}

/** What is asked for may be no address at all, `//` for one. */
function judge({ url = '', headers }: IncomingMessage, { guard, tickets }: SocketDeps): ApiProblem | undefined {
  const address = URL.parse(url, 'http://here');
  try {
    guard({ url, headers }, () => tickets.redeem(address?.searchParams.get('ticket') ?? ''));
    if (address?.pathname === PATH) return undefined;
    return new ApiProblem('not-found', `There is no socket at ${address?.pathname ?? url}; it is at ${PATH}.`);
  } catch (error) {
    return problemOf(error);
  }
}

function refuse(socket: Duplex, problem: ApiProblem, id: string): void {
  const body = Buffer.from(JSON.stringify(problemBody(problem, PATH, id)));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${body.length}`,
    'connection: close',
  ].join('\r\n');
  socket.on('error', () => undefined); // it has gone
  // Without waiting for the client's end, which may never come and would hold up ours.
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]), () => socket.destroy());
}
