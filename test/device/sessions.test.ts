import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cli } from '../../src/device/cli.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { printAnswer } from '../../src/device/recorder.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import { Terminal } from '../../src/device/terminal.ts';
import { seeded } from '../../src/lab/random.ts';
import { Replay, readSession } from './replay.ts';

const FOLDER = join(import.meta.dirname, '../sessions');
const RANDOM_RUNS = 5;
/** Typed where the recording has a secret. */
const HIDDEN = '<hidden>';

/** What the driver makes of a recorded session, in the words of its golden text. */
async function replay(folder: string, chunkSize: () => number): Promise<string> {
  const session = readSession(folder);
  const sentinels = session.sent.flatMap(({ text }) => text.match(/!flaptrap [0-9a-f]{16}/g) ?? []);
  const deadlines = { ...DEFAULT_DEADLINES, settleMs: 40, idleMs: 5000 };
  const makeSentinel = (): string => sentinels.shift() ?? '!flaptrap too many';
  const terminal = new Terminal(new Replay(session, chunkSize), { peer: 'replayed', deadlines, makeSentinel });
  const target = {
    name: 'replayed',
    host: '127.0.0.1',
    port: 22,
    username: 'ops',
    enableSecret: HIDDEN,
    hostKeys: { policy: 'pinned', fingerprint: '' },
    legacyAlgorithms: false,
    jumpHosts: [],
  } satisfies DeviceTarget;
  const answers: string[] = [];
  const cli = await Cli.start(terminal, target, undefined, {
    onAnswer: (command, answer) => answers.push(printAnswer(command, answer)),
  });
  for (const [, command = ''] of session.golden.matchAll(/^> (.*)$/gm)) await cli.tryExec(command);
  await cli.close();
  return answers.join('');
}

function randomSizes(seed: number): () => number {
  const random = seeded(seed);
  return () => 1 + Math.floor(random() * 97);
}

describe.each(readdirSync(FOLDER))('the recorded session %s', (name) => {
  const folder = join(FOLDER, name);
  const { golden } = readSession(folder);

  it('reads the same one byte at a time', async () => {
    expect(await replay(folder, () => 1)).toBe(golden);
  }, 30_000);

  it.each(Array.from({ length: RANDOM_RUNS }, (_, index) => index + 1))('reads the same in random chunks (seed %i)', async (seed) => {
    expect(await replay(folder, randomSizes(seed))).toBe(golden);
  });
});
