/** A socket is the TCP connection to a device or to its first jump host, opened without Nagle's delay and with its own deadline. */

import { Socket } from 'node:net';
import { type ErrorContext, FlaptrapError, messageOf } from '../errors.ts';
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
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
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

function socketError(cause: unknown, { host, port, context }: Dial): FlaptrapError {
  const code = (cause as NodeJS.ErrnoException).code;
  const answer = messageOf(cause);
  if (code === 'ECONNREFUSED') {
    return new FlaptrapError('connect-refused', `port ${port} of ${host} refuses connections`, {
      ...context,
      answer,
      cause,
      next: 'check the port and that SSH is enabled there (show ip ssh)',
    });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new FlaptrapError('connect-timeout', `the name ${host} does not resolve`, {
      ...context,
      answer,
      cause,
      next: 'use its address, or mend the name service',
    });
  }
  return new FlaptrapError('connect-timeout', `${host} port ${port} cannot be reached`, {
    ...context,
    answer,
    cause,
    next: 'check routing and access lists between here and there',
  });
}
