/** A connection is the SSH session to a device, dialled directly or through a chain of jump hosts whose sessions are shared by many devices. */
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { Deadlines } from './deadlines.ts';
import { openSocket } from './socket.ts';
import { openSession, type Session } from './ssh.ts';
import { type DeviceTarget, type JumpTarget, printLogin, printPath } from './target.ts';
import { within } from './within.ts';

interface SharedJump {
  session: Promise<Session>;
  users: number;
  release(): Promise<void>;
}

/** Jump sessions in use, by a digest of the whole way there and of the credentials: a wrong password never shares a right one's session. */
const JUMPS = new Map<string, SharedJump>();

interface Trip {
  target: DeviceTarget;
  deadlines: Deadlines;
  signal?: AbortSignal | undefined;
}

export async function openConnection(target: DeviceTarget, deadlines: Deadlines, signal?: AbortSignal): Promise<Session> {
  const trip = { target, deadlines, signal };
  const jump = await enterJump(trip, target.jumpHosts);
  try {
    const stream = await travel(trip, target, jump);
    const context = { peer: target.name, tried: printPath(target) };
    const session = await openSession(stream, {
      login: target,
      deadlines,
      keepaliveMs: target.keepaliveMs ?? 0,
      context,
      signal,
    });
    void session.ended.then(() => jump?.release());
    return session;
  } catch (error) {
    await jump?.release();
    throw error;
  }
}

/** The session of the last jump host, opened or shared; undefined when there is none. */
async function enterJump(trip: Trip, chain: readonly JumpTarget[]): Promise<SharedJump | undefined> {
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  const key = createHash('sha256').update(JSON.stringify(chain)).digest('hex');
  const shared = JUMPS.get(key) ?? shareJump(key, trip, chain, last);
  shared.users += 1;
  try {
    await within(shared.session, longestMs(trip.deadlines, chain), trip.signal);
    return shared;
  } catch (error) {
    if (trip.signal?.aborted === true) throw leaveJump(shared, trip);
    JUMPS.delete(key);
    throw jumpError(error, trip.target, last);
  }
}

/** Each step of the way has deadlines of its own; this one is for what they may leave out. */
function longestMs({ connectMs, handshakeMs, loginMs }: Deadlines, chain: readonly JumpTarget[]): number {
  return (connectMs + handshakeMs + loginMs) * (chain.length + 1);
}

/** Others may still wait for the same session. */
function leaveJump(shared: SharedJump, { target }: Trip): FlaptrapError {
  void shared.release().catch(() => undefined);
  const context = { peer: target.name, tried: printPath(target), next: 'connect again' };
  return new FlaptrapError('session-lost', 'stopped on request', context);
}

function shareJump(key: string, trip: Trip, chain: readonly JumpTarget[], last: JumpTarget): SharedJump {
  const session = openJump(trip, chain, last);
  const shared: SharedJump = {
    session,
    users: 0,
    release: async () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      if (JUMPS.get(key) === shared) JUMPS.delete(key);
      await (await session).close();
    },
  };
  JUMPS.set(key, shared);
  void session.then(
    (open) => open.ended.then(() => JUMPS.get(key) === shared && JUMPS.delete(key)),
    () => undefined,
  );
  return shared;
}

/** Not the first caller's signal: others may be waiting for the same session. */
async function openJump({ target, deadlines }: Trip, chain: readonly JumpTarget[], last: JumpTarget): Promise<Session> {
  const trip = { target, deadlines };
  const before = await enterJump(trip, chain.slice(0, -1));
  try {
    const stream = await travel(trip, last, before);
    const context = { peer: target.name, tried: `ssh ${printLogin(last)}` };
    const session = await openSession(stream, {
      login: last,
      deadlines,
      keepaliveMs: 0,
      context,
    });
    void session.ended.then(() => before?.release());
    return session;
  } catch (error) {
    await before?.release();
    throw error;
  }
}

async function travel({ target, deadlines, signal }: Trip, next: JumpTarget, jump: SharedJump | undefined): Promise<Duplex> {
  const { host, port } = next;
  const context = { peer: target.name, tried: printPath(target) };
  if (jump === undefined)
    return openSocket({
      host,
      port,
      deadlineMs: deadlines.connectMs,
      context,
      signal,
    });
  try {
    const channel = await within((await jump.session).forward(host, port), deadlines.connectMs, signal);
    channel.on('error', () => undefined);
    return channel;
  } catch (cause) {
    throw new FlaptrapError('jump-host', `the jump host cannot reach ${host} port ${port}`, {
      ...context,
      answer: messageOf(cause),
      cause,
      next: 'check the routing from the jump host, and that it allows TCP forwarding (AllowTcpForwarding)',
    });
  }
}

/** Keys and credentials keep their own code; all else is the jump host being out of reach. */
function jumpError(error: unknown, target: DeviceTarget, jump: JumpTarget): unknown {
  if (!(error instanceof FlaptrapError)) return error;
  const kept = ['host-key-changed', 'host-key-unknown', 'login-failed', 'input', 'jump-host'].includes(error.code);
  const context = {
    ...error.context,
    peer: target.name,
    tried: printPath(target),
    cause: error,
  };
  return new FlaptrapError(kept ? error.code : 'jump-host', `jump host ${jump.name}: ${error.message}`, context);
}
