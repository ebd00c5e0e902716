/** Opening a shell asks for the terminal behind a login: with a deadline, and an ear for what comes beside it. */
import type { Readable } from 'node:stream';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { Deadlines } from './deadlines.ts';
import { LIMITS } from './limits.ts';
import type { Session } from './ssh.ts';
import { type DeviceTarget, printPath } from './target.ts';
import type { Terminal } from './terminal.ts';
import { within } from './within.ts';

interface Patience {
  deadlines: Deadlines;
  signal: AbortSignal | undefined;
}

/** A router says nothing on the error channel; one that does so without end keeps the connection busy. */
export function hearErrors(errors: Readable, terminal: Terminal): void {
  let heard = 0;
  errors.on('error', () => undefined);
  errors.on('data', (chunk: Buffer) => {
    heard += chunk.length;
    if (heard > LIMITS.errorBytes)
      terminal.giveUp(`sent more than ${LIMITS.errorBytes} bytes on its error channel`, 'log in by hand and see what it prints');
  });
}

export async function openShell(session: Session, target: DeviceTarget, { deadlines, signal }: Patience): ReturnType<Session['openShell']> {
  try {
    return await within(session.openShell(), deadlines.handshakeMs, signal);
  } catch (cause) {
    const answer = messageOf(cause);
    const next = 'all vty lines may be in use: check with show users, free one with clear line vty N';
    throw new FlaptrapError('no-terminal-line', 'gave no terminal after the login', {
      peer: target.name,
      tried: printPath(target),
      answer,
      next,
      cause,
    });
  }
}
