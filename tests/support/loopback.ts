import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

export interface LoopbackGuard {
  /** The hosts that were refused since the last call. */
  takeAttempts(): string[];
}

/**
 * Replaces, for this process and for good, what opens a TCP connection or looks up a name: anything but loopback and local
 * sockets throws, so that no test depends on a network. Processes that a test starts are not guarded.
 */
export function refuseBeyondLoopback(): LoopbackGuard {
  const attempts: string[] = [];
  const allow = (host: string | undefined): void => {
    if (host === undefined || isLoopback(host)) return;
    attempts.push(host);
    throw new Error(`Tests connect to this machine only, not to ${host}`);
  };
  guard(net.Socket.prototype, ['connect'], (args) => allow(hostOf(args)));
  const lookups = Object.keys(dns).filter((name) => name === 'lookup' || /^resolve[A-Z\d]?/.test(name));
  for (const api of [dns, dns.promises]) guard(api, lookups, ([host]) => allow(String(host)));
  syncBuiltinESMExports();
  return { takeAttempts: () => attempts.splice(0) };
}

/** Calls `check` with the arguments before each call of these methods. */
function guard(owner: object, names: readonly string[], check: (args: readonly unknown[]) => void): void {
  for (const name of names) {
    const method: unknown = Reflect.get(owner, name);
    if (typeof method !== 'function') continue;
    const guarded = new Proxy(method, {
      apply(target, self, args) {
        check(args);
        return Reflect.apply(target, self, args);
      },
    });
    Reflect.set(owner, name, guarded);
  }
}

/** The host in the arguments of `socket.connect`, in any of their forms; undefined for a socket of the file system. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second]: readonly unknown[] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host = 'localhost' }: { path?: unknown; host?: unknown } = first;
    return typeof path === 'string' ? undefined : String(host);
  }
  if (Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

const LOOPBACK = new net.BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const family = net.isIP(host);
  return family === 0 ? host === 'localhost' : LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
