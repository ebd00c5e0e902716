/** A socket is the TCP connection to a device or to its first jump host, opened without Nagle's delay and with its own deadline. */

import { Socket } from 'node:net';
import { type ErrorCode, type ErrorContext, FlaptrapError, messageOf } from '../errors.ts';
import { defer } from './within.ts';

export interface Dial {
  host: string;
  port: number;
  deadlineMs: number;
  context: ErrorContext;
  signal?: AbortSignal | undefined;
}

export async function openSocket(dial: Dial): Promise<Socket> {
  const { host, port, deadlineMs, signal } = dial;
  const socket = new Socket();
  // Without this each line typed in lock step costs 40-90 ms: Nagle on our side, delayed ACK on theirs.
  socket.setNoDelay(true);
  const { promise, resolve, reject } = defer<void>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs / 1000} s`)), deadlineMs);
  const abort = (): void => reject(new Error('stopped on request'));
  signal?.addEventListener('abort', abort, { once: true });
  socket.once('connect', resolve).once('error', reject);
  try {
    if (signal?.aborted === true) abort();
    else socket.connect({ host, port });
    await promise;
    return socket;
  } catch (cause) {
    socket.destroy();
    throw socketError(cause, dial);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    socket.off('error', reject);
    socket.on('error', ignore);
  }
}

/** The stream's users learn of a reset by its `close`; without a listener the process would die of it. */
function ignore(): void {}

/** By the system's name for it: what happened, for machines and in words, and what to look at. */
const TROUBLES: Record<string, [code: ErrorCode, message: (dial: Dial) => string, next: string]> = {
  ECONNREFUSED: [
    'connect-refused',
    ({ host, port }) => `${host} refuses connections on port ${port}`,
    'check the port, and that SSH is enabled there (show ip ssh)',
  ],
  ENOTFOUND: ['host-not-found', ({ host }) => `host name ${host} not found`, 'check its spelling and your DNS, or give the IP address'],
  EAI_AGAIN: [
    'host-not-found',
    ({ host }) => `host name ${host} not found: the DNS server does not answer`,
    'check your DNS, or give the IP address',
  ],
  EHOSTUNREACH: ['unreachable', ({ host }) => `no route to host ${host}`, 'check the routing from this machine to the router'],
  ENETUNREACH: ['unreachable', ({ host }) => `network of ${host} unreachable`, 'check the routes of this machine (VPN, default gateway)'],
  ECONNRESET: [
    'unreachable',
    ({ host, port }) => `${host} reset the connection on port ${port}`,
    'check for an access list or a firewall on the way',
  ],
  ETIMEDOUT: [
    'connect-timeout',
    ({ host, port }) => `${host} does not answer on port ${port}`,
    'check routing, access lists and firewalls between this machine and the router',
  ],
};

/** Of a dial that came to nothing; our own deadline is a timeout like the system's. */
export function socketError(cause: unknown, dial: Dial): FlaptrapError {
  const { host, port, context, signal } = dial;
  const answer = messageOf(cause);
  if (signal?.aborted === true) return new FlaptrapError('session-lost', answer, { ...context, cause, next: 'connect again' });
  const trouble = TROUBLES[(cause as NodeJS.ErrnoException).code ?? 'ETIMEDOUT'];
  if (trouble === undefined)
    return new FlaptrapError('unreachable', `cannot connect to ${host} port ${port}`, { ...context, answer, cause });
  const [code, say, next] = trouble;
  return new FlaptrapError(code, say(dial), { ...context, answer, cause, next });
}
