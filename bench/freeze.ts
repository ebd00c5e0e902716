/**
 * From a message on one router to the freeze of the other, over real SSH: where `flaptrap serve` hears it and carries the capture, where it hears it
 * for a `flaptrap run` of the same store that keeps its sessions, and where nobody listens and the session that is kept finds it at its next look.
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/engine/database/database.ts';
import { type Place, placeOf } from '../src/engine/database/place.ts';
import { stopServer } from '../src/engine/database/server.ts';
import { Session } from '../src/lab/device/session.ts';
import { type Lab, startLab } from '../src/lab/lab.ts';
import { medianOf, printGoals } from './goal.ts';
import { endWithin, type Program, startProgram } from './kill/program.ts';
import { ask, untilStore } from './kill/stored-stage.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '10' },
    only: { type: 'string' },
    poll: { type: 'string', default: '1' },
    program: { type: 'string', default: 'dist/cli/main.js' },
  },
});
const TIMES = Number(values.times);
const PROGRAM = resolve(values.program);
/** What is waited for on the routers themselves goes by so much faster; logins, answers and the store take the time that they take. */
const SPEED = 25;
const PATIENCE_MS = 90_000;
/** So long at most it has waited when the message comes: by then looks are 5 s apart. */
const WAITED_MS = 8000;
const LISTENING = ['serve', '--listen', '127.0.0.1:0', '--allow', '127.0.0.1', '--syslog'];
const INVALID_SPI = /RECVD_PKT_INV_SPI/;

/** `isTold`: by a message, else by a look, whose pause is bounded below by what accounting servers bear (src/capture/pace.ts). */
const WAYS = [
  { name: 'listener', isTold: true, isKept: false },
  { name: 'kept session beside a listener', isTold: true, isKept: true },
  { name: 'kept session alone', isTold: false, isKept: true },
] as const;
type Way = (typeof WAYS)[number];

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-freeze-'));
chmodSync(folder, 0o711);
const ways = WAYS.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
if (ways.length === 0) throw new Error(`--only takes the beginning of one of: ${WAYS.map(({ name }) => name).join(', ')}`);
const measured: [Way, number[]][] = [];
// Whoever stops it sees what has been measured so far.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    report();
    process.exit(130);
  });
for (const way of ways) {
  const times: number[] = [];
  measured.push([way, times]);
  // What has been measured is told whatever comes.
  await measure(way, times).catch((error: unknown) => {
    console.error(`${way.name}: ${String(error)}`);
    process.exitCode = 1;
  });
}
rmSync(folder, { recursive: true, force: true });
report();

function report(): void {
  const taken = measured.filter(([, times]) => times.length > 0);
  for (const [way, times] of taken) {
    const sorted = times.toSorted((one, two) => one - two);
    const share = (part: number): string => `${Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN)} ms`;
    console.log(`${way.name}: ${sorted.length} times, median ${Math.round(medianOf(times))} ms, p90 ${share(0.9)}, longest ${share(1)}`);
  }
  printGoals(
    taken
      .filter(([way]) => way.isTold)
      .map(([way, times]) => ({
        name: `message to freeze on the far end, ${way.name}, median`,
        figure: medianOf(times) / 1000,
        unit: 's',
        limit: { atMost: 1 },
      })),
  );
}

/** Into `times`. */
async function measure(way: Way, times: number[]): Promise<void> {
  const home = join(folder, way.name.replaceAll(' ', '-'));
  const lab = await openLab();
  const store = join(home, 'store');
  await (await openDatabase({ kind: 'embedded', folder: store })).close();
  chmodSync(home, 0o711);
  const place = placeOf(store, process.getuid?.());
  const playbook = join(home, 'tunnel.yaml');
  // A listener that hears it is faster than any look.
  writeFileSync(playbook, playbookText(lab, home, way.isTold ? 300 : Number(values.poll)));
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, LAB_PASSWORD: lab.a.password, FLAPTRAP_STORE: store };
  const surroundings = { program: PROGRAM, folder: home, env };
  const where = ['--state', join(home, 'state'), '--out', join(home, 'captures')];
  const workers = [startProgram(surroundings, ['run', playbook, '--yes', ...where])];
  try {
    await untilWaiting(place, workers);
    const port = way.isTold ? randomInt(20_000, 50_000) : undefined;
    // Its captures are the next worker's, which listens.
    if (!way.isKept) workers[0]?.send('SIGKILL');
    if (port !== undefined) workers.push(startProgram(surroundings, [...LISTENING, `udp:127.0.0.1:${port}`, ...where]));
    await untilCarried(place, way.isTold && way.isKept ? 2 : 1);
    const seen = watchLab(lab, port);
    while (times.length < TIMES) times.push(...(await once(lab, place, workers, seen)));
  } finally {
    for (const worker of workers) worker.send('SIGTERM');
    for (const worker of workers) await endWithin(worker, 60_000);
    await stopServer(place);
    await lab.close();
  }
}

/** By one that lives, and nobody waits any more for a line that a dead one may have on its way: that is of a takeover, and measured by test:kill. */
async function untilCarried(place: Place, workers: number): Promise<void> {
  const alive = "SELECT 1 FROM flaptrap.workers WHERE beat_at > now() - interval '4 seconds'";
  const carried = 'SELECT 1 FROM flaptrap.captures AS c JOIN flaptrap.workers AS w ON w.worker = c.worker WHERE c.phase = $1';
  const onItsWay = 'SELECT 1 FROM flaptrap.devices WHERE write_deadline > now()';
  const reached = [
    await untilStore(place, alive, [], workers, PATIENCE_MS),
    await untilStore(place, carried, ['waiting'], 1, PATIENCE_MS),
    await untilStore(place, onItsWay, [], 0, PATIENCE_MS),
  ];
  if (reached.includes(false)) throw new Error('no worker carries it');
}

function openLab(): Promise<Lab> {
  return startLab({
    a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
    speed: SPEED,
    seed: 1,
    startAtMs: Date.now(),
  });
}

function playbookText(lab: Lab, home: string, pollSeconds: number): string {
  return `name: tunnel
tunnel:
  a: { name: hq, address: 192.0.2.1, host: 127.0.0.1, port: ${lab.a.port}, login: ops }
  b: { name: branch, address: 198.51.100.1, host: 127.0.0.1, port: ${lab.b.port}, login: ops }
logins:
  ops: { username: ops, password: env:LAB_PASSWORD }
hostKeys: { policy: accept-new, knownHosts: ${join(home, 'known_hosts')} }
tail: 20s
poll: ${pollSeconds}s
lease: 24h
probe: false
budget: { captures: ${TIMES + 1} }
`;
}

async function untilWaiting(place: Place, workers: readonly Program[]): Promise<string> {
  for (const untilMs = performance.now() + PATIENCE_MS; performance.now() < untilMs; await sleep(100)) {
    const rows = await ask<{ id: string }>(place, "SELECT capture_id AS id FROM flaptrap.captures WHERE phase = 'waiting'");
    if (rows?.[0] !== undefined) return rows[0].id;
  }
  throw new Error(`nothing waits:\n${workers.map(({ said }) => said).join('\n')}`);
}

/** In ms: from the line in the log of branch, or its datagram, to the first moment of the applet that hq runs because it was called. Empty where it was logged while the capture was not waiting yet. */
async function once(lab: Lab, place: Place, workers: readonly Program[], { logged, called }: Seen): Promise<number[]> {
  const captureId = await untilWaiting(place, workers);
  const waitingMs = performance.now();
  await sleep(randomInt(1000, WAITED_MS));
  if (!called.has(captureId)) lab.play('delete-lost', 'b', 1);
  await untilStore(place, "SELECT 1 FROM flaptrap.captures WHERE capture_id = $1 AND phase = 'ended'", [captureId], 1, PATIENCE_MS);
  await heal(lab);
  const calledMs = called.get(captureId) ?? Number.NEGATIVE_INFINITY;
  const sinceMs = logged.find((atMs) => atMs > waitingMs) ?? Number.POSITIVE_INFINITY;
  return calledMs > sinceMs ? [calledMs - sinceMs] : [];
}

interface Seen {
  /** When branch logged the unknown SPI. */
  logged: number[];
  /** When hq began to freeze for a capture. */
  called: Map<string, number>;
}

/** `port`: where each such line is sent to, as by a router that logs to a host. */
function watchLab({ a, b }: Lab, port: number | undefined): Seen {
  const seen: Seen = { logged: [], called: new Map() };
  const hear = (line: string): void => {
    if (!INVALID_SPI.test(line)) return;
    seen.logged.push(performance.now());
    if (port !== undefined) sendTo(port, `<188>${line}`);
  };
  // Only while it is written: a terminal that watches is one that debugs must be kept from, and makes another plan of the next arming.
  const { log } = b.router;
  const write = log.write.bind(log);
  let isWriting = false;
  log.write = (text, severity) => {
    isWriting = true;
    write(text, severity);
    isWriting = false;
  };
  log.watchers.add({ isWatching: () => isWriting, hear });
  const { eem } = a.router;
  const run = eem.run.bind(eem);
  eem.run = (applet, ...rest) => {
    const [, captureId] = /^FLAPTRAP-([0-9a-f]{8})-CALL$/.exec(applet.name) ?? [];
    if (captureId !== undefined && !seen.called.has(captureId)) seen.called.set(captureId, performance.now());
    return run(applet, ...rest);
  };
  return seen;
}

/** Else branch goes on logging it, and springs the next capture while that is being armed; and over a path that loses IKE no story begins. */
async function heal({ a: { router }, tunnel: { network } }: Lab): Promise<void> {
  network.loses = () => false;
  const session = Session.open(router, 'ops', { privilege: 15 });
  await session?.execute('clear crypto sa peer 198.51.100.1');
  session?.close();
}

function sendTo(port: number, datagram: string): void {
  const socket = createSocket('udp4');
  socket.send(datagram, port, '127.0.0.1', () => socket.close());
}
