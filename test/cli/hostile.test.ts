/** Whatever a router, a bundle, a file name or an error holds: no command lets any of it act on the terminal. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeBundle } from '../../src/bundle/write.ts';
import { survey } from '../../src/capture/survey.ts';
import { analyze } from '../../src/cli/analyze.ts';
import { check } from '../../src/cli/check.ts';
import { lint } from '../../src/cli/lint.ts';
import { LINT_OUTPUTS } from '../../src/cli/lint-output.ts';
import { printPlan } from '../../src/cli/print-plan.ts';
import { render } from '../../src/cli/render.ts';
import { openTerminal, type Terminal } from '../../src/cli/screen.ts';
import { FlaptrapError, printError } from '../../src/errors.ts';
import { openStage, readPlaybook } from '../capture/stage.ts';
import { ACTS_ON_A_TERMINAL, HOSTILE, hostileText } from '../hostile-text.ts';
import { DELETE_LOST } from '../verdict/stories.ts';
import { keepingSink } from './keeping-sink.ts';
import { sweepBoth } from './sweep-both.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const ALL = HOSTILE.map(([, text]) => text).join(' ');
/** As a file system takes it. */
const FILE_NAME = Buffer.from(ALL.replaceAll('\u0000', '').replaceAll('/', '')).toString().slice(0, 90);

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

interface Watched {
  screen: Terminal;
  /** Every byte that reached a stream, as a terminal reads it. */
  seen(): string;
}

function watch(): Watched {
  const { sink, kept } = keepingSink();
  return { screen: openTerminal({ input: process.stdin, output: sink, errors: sink }), seen: kept };
}

function expectHarmless(seen: string): void {
  expect(seen).toMatch(/\\u[0-9a-f]{4}|%1B/);
  expect(ACTS_ON_A_TERMINAL.exec(seen)?.[0]).toBeUndefined();
}

async function seenOf(command: (screen: Terminal) => Promise<unknown>): Promise<string> {
  const { screen, seen } = watch();
  await command(screen).catch((error: unknown) => screen.tell(printError(error)));
  return seen();
}

function write(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

describe('a hostile playbook', () => {
  const path = write(
    `${FILE_NAME}.yaml`,
    `name: ${JSON.stringify(ALL)}\n${ALL.replaceAll('\n', ' ')}: ${JSON.stringify(ALL)}\ntunnel: ${JSON.stringify(ALL)}\n`,
  );
  it.each([
    ['check', (screen: Terminal) => check(path, {}, screen)],
    ['check --json', (screen: Terminal) => check(path, { json: true }, screen)],
    ['render', (screen: Terminal) => render(path, {}, screen)],
    ['a name that is not there', (screen: Terminal) => check(join(FOLDER, ALL.replaceAll('\u0000', '')), {}, screen)],
  ])('is told by %s', async (_command, run) => {
    expectHarmless(await seenOf(run));
  });
});

describe('a hostile configuration', () => {
  const path = write(
    `${FILE_NAME}.cfg`,
    `hostname ${ALL}\nevent manager applet ${ALL}\n event syslog pattern "${ALL}"\n action ${ALL} cli command "${ALL}"\n action 9 ${ALL}\n`,
  );

  it.each(['text', 'json', 'sarif', 'github'] as const)('is linted as %s', async (format) => {
    expectHarmless(await seenOf((screen) => lint([path], { format }, screen)));
  });

  it('makes no annotation of GitHub but its own', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (file, summary) => {
        const printed = LINT_OUTPUTS.github([{ severity: 'error', file, line: 1, column: 1, summary }]);
        expect(printed.split(/\r|\n/)).toHaveLength(1);
        expect(printed).toMatch(/^::error file=[^:,]*,line=1,col=1,title=syntax::/);
      }),
    );
  });

  it('is named in SARIF by a reference that stays in its folder of names', () => {
    fc.assert(
      fc.property(hostileText, (file) => {
        const { runs } = JSON.parse(LINT_OUTPUTS.sarif([{ severity: 'error', file, line: 1, column: 1, summary: 'x' }])) as {
          runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
        };
        expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w./%!~*'()-]*$/);
      }),
    );
  });
});

describe('a hostile bundle', () => {
  const folder = join(FOLDER, 'bundle');
  for (const side of ['a', 'b'] as const) {
    mkdirSync(join(folder, side), { recursive: true });
    writeFileSync(join(folder, side, 'show_logging.txt'), DELETE_LOST[side].replaceAll(' spi', ` ${ALL.replaceAll('\n', ' ')} spi`));
    writeFileSync(join(folder, side, `${FILE_NAME}.txt`), DELETE_LOST[side].replace(/^/gm, `${ALL.replaceAll('\n', ' ')} `));
  }
  writeFileSync(
    join(folder, 'tunnel.yaml'),
    `a: ${JSON.stringify({ name: `hq ${ALL}`, address: '192.0.2.1' })}\nb: ${JSON.stringify({ name: `branch\n${ALL}`, address: '198.51.100.1' })}\n`,
  );

  it.each(['text', 'json', 'ladder'] as const)('is judged and reported as %s', async (format) => {
    expectHarmless(await seenOf((screen) => analyze(folder, { format }, screen)));
  });

  it('is explained', async () => {
    // Without an incident nothing of the bundle is named.
    const seen = await seenOf((screen) => analyze(folder, { explain: 'delete-lost' }, screen));
    expect(seen).toContain('CAUSE delete-lost');
    expect(ACTS_ON_A_TERMINAL.exec(seen)?.[0]).toBeUndefined();
  });
});

describe('a hostile router', () => {
  it('is surveyed, planned and swept', async () => {
    await using stage = await openStage();
    for (const side of ['a', 'b'] as const) {
      const { router } = stage.lab[side];
      router.writeFile(`flaptrap-7f3a9c01-${FILE_NAME}`, 'x', 'replace');
      router.debugs.add('crypto \u001b]52;c;ZXZpbA==\u009b2J');
    }
    const facts = await survey(stage.context, stage.playbook);
    const seen = await seenOf(async (screen) => {
      screen.tell(JSON.stringify(facts));
      screen.print(printPlan(await stage.plan()));
      await sweepBoth(stage.context, stage.playbook, { dryRun: true }, screen);
    });
    expectHarmless(seen);
  });

  it('is quoted in errors', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, two) => {
        const error = new FlaptrapError('refused', one, { peer: two, tried: one, answer: two, next: one });
        expect(ACTS_ON_A_TERMINAL.test(printError(error))).toBe(false);
      }),
    );
  });

  it('names no file of a bundle', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (name) => {
        const home = mkdtempSync(join(FOLDER, 'written-'));
        await writeBundle(join(home, 'bundle'), {
          tunnel: readPlaybook().tunnel,
          evidence: { a: [{ name, bytes: Buffer.from('x') }], b: [] },
          clockProbes: [],
          failures: [],
          captureId: '7f3a9c01',
          startedAt: 0,
          finishedAt: 0,
        });
        expect(readdirSync(home)).toEqual(['bundle']);
        expect(readdirSync(join(home, 'bundle')).sort()).toEqual(['a', 'b', 'manifest.json', 'tunnel.yaml']);
        for (const file of readdirSync(join(home, 'bundle', 'a'))) expect(file).toMatch(/^\w[\w.-]*$/);
      }),
      { numRuns: 50 },
    );
  });
});
