/** The commands that touch no device: what they say, and their exit codes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parseApplets } from '../../src/applet/parse.ts';
import { costOfDay } from '../../src/capture/pace.ts';
import { analyze } from '../../src/cli/analyze.ts';
import { check } from '../../src/cli/check.ts';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { askPerson } from '../../src/cli/ports.ts';
import { printPlan, printSummary } from '../../src/cli/print-plan.ts';
import { render } from '../../src/cli/render.ts';
import type { Screen } from '../../src/cli/screen.ts';
import { printError } from '../../src/errors.ts';
import type { Window } from '../../src/playbook/window.ts';
import { requireAgreement } from '../../src/run/agree.ts';
import { draftPlan } from '../../src/run/draft.ts';
import type { Ports } from '../../src/run/ports.ts';
import { readPlaybook } from '../capture/stage.ts';
import { DELETE_LOST } from '../verdict/stories.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function bundle(name: string, files: Record<string, string | Buffer>): string {
  const folder = join(FOLDER, name);
  for (const side of ['a', 'b']) mkdirSync(join(folder, side), { recursive: true });
  const tunnel = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
  for (const [path, content] of Object.entries({ 'tunnel.yaml': tunnel, ...files })) writeFileSync(join(folder, path), content);
  return folder;
}

describe('flaptrap check', () => {
  it('calls the default playbook sound, with exit 0', async () => {
    const screen = silentScreen();
    expect(await check('playbooks/tunnel-flaps.yaml', {}, screen)).toBe(0);
    expect(screen.printed).toContain('are correct');
    expect(screen.printed).toContain('hq: the trigger invalid-spi springs on 2 of 2 sample messages, ignores 5 of 5');
  });

  it('tells every mistake of a broken one, with exit 2', async () => {
    const path = join(FOLDER, 'broken.yaml');
    writeFileSync(
      path,
      readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace('tail: 75s', 'tail: soon').replace('signal:', 'signall:'),
    );
    const screen = silentScreen();
    expect(await check(path, {}, screen)).toBe(2);
    expect(screen.told).toContain('broken.yaml:27:7 error: tail: expected a duration');
    expect(screen.told).toContain('error: unknown key `signall`');
    expect(screen.told).toContain('no router was contacted');
  });

  it('names a file that is not there', async () => {
    await expect(check(join(FOLDER, 'none.yaml'), {}, silentScreen())).rejects.toMatchObject({ code: 'input' });
  });
});

describe('flaptrap render', () => {
  it('prints applets that parse back without a complaint, for the pair of addresses of each side', async () => {
    const screen = silentScreen();
    expect(await render('playbooks/tunnel-flaps.yaml', { side: 'b' }, screen)).toBe(0);
    const { applets, diagnostics } = parseApplets(screen.printed, 'branch.cfg');
    expect(diagnostics).toEqual([]);
    expect(applets.map(({ name }) => name.replace(/-[0-9a-f]{8}-/, '-'))).toEqual([
      'FLAPTRAP-GUARD',
      'FLAPTRAP-LEASE',
      'FLAPTRAP-PROBE',
      'FLAPTRAP-REC',
      'FLAPTRAP-CALL',
      'FLAPTRAP-WATCH',
    ]);
    expect(screen.printed).toContain('destaddr=198[.]51[.]100[.]1,"');
    expect(screen.printed).toContain('string equal "$from" "192.0.2.1"');
  });
});

describe('a plan', () => {
  const playbook = readPlaybook();

  it('has the same digest at any time, and a new capture id each time', () => {
    const [one, two] = [draftPlan(playbook, 1000).plan, draftPlan(playbook, 2000).plan];
    expect(one.digest).toBe(two.digest);
    expect(one.captureId).not.toBe(two.captureId);
  });

  it('has another digest when the playbook changes', () => {
    expect(draftPlan({ ...playbook, tailSeconds: 80 }, 1000).plan.digest).not.toBe(draftPlan(playbook, 1000).plan.digest);
  });

  it('sets the guard first, and what can spring only behind the debugs', () => {
    expect(draftPlan(playbook, 1000).plan.peers.a.steps.map(({ id }) => id)).toEqual([
      'guard',
      'lease',
      'logging',
      'probe',
      'rec',
      'call',
      'condition',
      'debug-isakmp',
      'debug-ipsec',
      'watch',
    ]);
  });

  it('says what a day of waiting costs each router, with a session that is kept and without', () => {
    const day = (extra: number) => ({ kept: costOfDay(playbook, true, extra), anew: costOfDay(playbook, false, extra) });
    const printed = printPlan(draftPlan(playbook, 1000).plan, { a: day(0), b: day(2) });
    const [hq, branch] = [
      ...printed.matchAll(/a day of waiting takes about 1 login, (\d+) commands and \d+ kB, or about 72 logins, (\d+) commands/g),
    ];
    expect(Number(branch?.[1])).toBeGreaterThan(Number(hq?.[1]));
    expect(Number(branch?.[2]) - Number(hq?.[2])).toBe(72 * 2);
  });

  it('says under which number it was approved, and for which hours', () => {
    const window = { from: '22:00', to: '04:00', days: ['mon', 'tue'], zone: 'Europe/Berlin' } satisfies Window;
    const { plan } = draftPlan({ ...playbook, ticket: 'CHG0012345', window }, 1000);
    for (const printed of [printPlan(plan), printSummary(plan)]) {
      expect(printed).toContain('approved under CHG0012345');
      expect(printed).toContain('armed in the approved hours only: 22:00 to 04:00 Europe/Berlin, mon tue');
    }
    const { plan: bare } = draftPlan(playbook, 1000);
    expect(printSummary(bare)).not.toMatch(/approved/);
  });

  it('guards the CPU when the playbook asks for it', () => {
    const plan = draftPlan({ ...playbook, budget: { ...playbook.budget, cpuPercent: 80 } }, 1000);
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.plan.peers.a.steps.map(({ id }) => id)).toContain('cpu');
  });

  it('is applied by its digest, by --yes, by a typed yes, and not otherwise', async () => {
    const { plan } = draftPlan(playbook, 1000);
    const on = (screen: Screen): Pick<Ports, 'ask'> => ({ ask: (question) => askPerson(question, screen) });
    await expect(requireAgreement(plan, { digest: plan.digest.slice(0, 16) }, on(silentScreen()))).resolves.toBeUndefined();
    await expect(requireAgreement(plan, { yes: true }, on(silentScreen()))).resolves.toBeUndefined();
    await expect(requireAgreement(plan, {}, on({ ...silentScreen(true), isInteractive: true }))).resolves.toBeUndefined();
    await expect(requireAgreement(plan, {}, on({ ...silentScreen(false), isInteractive: true }))).rejects.toMatchObject({ code: 'digest' });
    await expect(requireAgreement(plan, {}, on(silentScreen()))).rejects.toMatchObject({ code: 'digest' });
    await expect(requireAgreement(plan, { digest: '0123456789abcdef' }, on(silentScreen()))).rejects.toMatchObject({ code: 'digest' });
    await expect(requireAgreement(plan, { digest: plan.digest.slice(0, 4) }, on(silentScreen()))).rejects.toMatchObject({ code: 'digest' });
  });
});

describe('flaptrap analyze', () => {
  it('exits 1 at an incident only when it is asked to', async () => {
    const folder = bundle('incident', { 'a/show_logging.txt': DELETE_LOST.a, 'b/show_logging.txt': DELETE_LOST.b });
    expect(await analyze(folder, { format: 'text' }, silentScreen())).toBe(0);
    expect(await analyze(folder, { format: 'text', failOnIncident: true }, silentScreen())).toBe(1);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['binary', Buffer.from([0, 1, 2, 3, 255, 0, 0, 9])],
    ['truncated', DELETE_LOST.a.slice(0, 300)],
  ])('goes as far as it can when one log is %s', async (what, content) => {
    const files = content === undefined ? {} : { 'a/show_logging.txt': content };
    const screen = silentScreen();
    expect(await analyze(bundle(`damaged-${what}`, { 'b/show_logging.txt': DELETE_LOST.b, ...files }), { format: 'json' }, screen)).toBe(0);
    const report = JSON.parse(screen.printed) as { incidents: { spi: string; cause: { confidence: string } }[]; missing: string[] };
    expect(report.incidents).toMatchObject([{ spi: '0xB761863E' }]);
    expect(report.incidents[0]?.cause.confidence).not.toBe('certain');
    if (what !== 'truncated') expect(report.missing.join('\n')).toMatch(/\ba\b/);
  });

  it('says what a folder without tunnel.yaml lacks, with exit 2', async () => {
    const error: unknown = await analyze(FOLDER, { format: 'text' }, silentScreen()).catch((thrown: unknown) => thrown);
    expect(printError(error)).toContain('there is no tunnel.yaml');
    expect(exitCodeOf(error)).toBe(2);
  });

  const heard = (text: string | Buffer): Screen & { printed: string } => {
    const bytes = Buffer.from(text);
    return Object.assign(silentScreen(), { input: Readable.from([bytes.subarray(0, 700), bytes.subarray(700)]) });
  };

  it.each([
    ['as it is', (text: string) => text],
    ['packed', (text: string) => gzipSync(text)],
  ])('takes a log from standard input, and works the peers out: %s', async (_what, pack) => {
    const screen = heard(pack(DELETE_LOST.b));
    expect(await analyze('-', { format: 'json', failOnIncident: true }, screen)).toBe(1);
    const report = JSON.parse(screen.printed) as { incidents: { spi: string }[]; missing: string[] };
    expect(report.incidents.map(({ spi }) => spi)).toEqual(['0xB761863E']);
    expect(report.missing.join('\n')).toContain('the peers are taken to be');
  });

  it('says that standard input is no log, with exit 2', async () => {
    const error: unknown = await analyze('-', {}, heard('lorem ipsum\n')).catch((thrown: unknown) => thrown);
    expect(printError(error)).toContain('this is a text file in which no line names both peers');
    expect(exitCodeOf(error)).toBe(2);
  });

  it('takes several files, one of them from standard input', async () => {
    const path = join(FOLDER, 'branch.log');
    writeFileSync(path, DELETE_LOST.b);
    const screen = heard(DELETE_LOST.a);
    expect(await analyze([path, '-'], { format: 'json' }, screen)).toBe(0);
    const report = JSON.parse(screen.printed) as { incidents: { spi: string; cause: { id: string } }[] };
    expect(report.incidents).toMatchObject([{ spi: '0xB761863E', cause: { id: 'delete-lost' } }]);
  });
});
