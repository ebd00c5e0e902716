/** The proofs from outside, short: a running flaptrap is struck, and two are started on one tunnel. `npm run test:kill`, `npm run bench race`. */
import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasPostgres } from './engine/database/open-store.ts';
import { translateAll } from './translated.ts';

/** A place of its own: whoever builds meanwhile does not disturb us. */
const BUILT = 'dist-test';
const REFERENCE = `${BUILT}/reference.json`;

beforeAll(async () => {
  for (const each of ['src', 'bench']) translateAll(each, `${BUILT}/${each}`);
  // What the program finds beside itself.
  for (const name of ['package.json', 'templates', 'page']) cpSync(name, `${BUILT}/${name}`, { recursive: true });
  // What an undisturbed capture looks like is learnt once for all proofs.
  await prove('race', '--starts', '0');
}, 120_000);

afterAll(() => rmSync(BUILT, { recursive: true, force: true }));

/** They wait more than they work, and are played at once. */
async function prove(proof: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [
    `${BUILT}/bench/${proof}.js`,
    '--program',
    `${BUILT}/src/cli/main.js`,
    '--reference',
    REFERENCE,
    ...args,
  ]);
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said + errors;
}

it.concurrent('a capture that is struck ends with both routers as they were and no evidence lost, and two runs arm once', async () => {
  const [struck, raced] = await Promise.all([
    prove('kill', '--seed', '1', '--only', '1,13'),
    prove('race', '--seed', '1', '--only', '1', '--workers', '1'),
  ]);
  expect(struck).toContain('points that hold: 2 of 2');
  expect(raced).toContain('starts that hold: 1 of 1');
}, 480_000);

it.runIf(hasPostgres).concurrent(
  'a worker that is killed, and its database with it, leaves its capture to the next, and nobody at all leaves it to the routers',
  async () => {
    const [stored, abandoned] = await Promise.all([
      prove('kill-stored', '--seed', '1', '--points', '4', '--only', '4', '--workers', '1'),
      prove('lease', '--seed', '1', '--points', '1', '--workers', '1'),
    ]);
    expect(stored).toContain('stored points that hold: 1 of 1');
    expect(abandoned).toContain('clean at the end of the lease: 1 of 1');
  },
  480_000,
);

it.runIf(hasPostgres).concurrent(
  'a capture ends clean though one message wakes two, the network is cut, or the clock is set',
  async () => {
    // Those that this machine cannot try are named as skipped, and other strikes are drawn in their place.
    expect(await prove('kill-stored', '--seed', '1', '--points', '23', '--only', '9,15,23', '--workers', '3')).toContain(
      'stored points that hold: 3 of 3',
    );
  },
  480_000,
);

it.runIf(hasPostgres).concurrent(
  'a host that restarts when a router was disarmed, and nobody has written that down yet, leaves it clean',
  async () => {
    const mark = 'first, disarming: the journal says disarmed of a all';
    const struck = await prove('kill-marks', '--mark', mark, '--only', '1', '--workers', '1');
    expect(struck).toContain('marks that hold: 1 of 1');
    expect(struck).toContain('struck at their mark: 1 of 1');
  },
  480_000,
);
