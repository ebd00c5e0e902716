/** The package as somebody else gets it: built from nothing, packed, unpacked beside its dependencies alone, and used by another program. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackCase } from './case/open.ts';

const ROOT = join(import.meta.dirname, '..');
const HOME = realpathSync(mkdtempSync(join(tmpdir(), 'flaptrap-package-')));
const CHECKOUT = join(HOME, 'checkout');
const USER = join(HOME, 'user');
const INSTALLED = join(USER, 'node_modules/flaptrap');
const STALE = 'dist/of-an-older-build.js';
const BUILD_MS = 120_000;

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_config_offline: 'true' },
  });

const PACKAGE = readJson(join(ROOT, 'package.json'));
const TARBALL = `${PACKAGE.name}-${PACKAGE.version}.tgz`;

/** The program that docs/library.md shows. */
const [, SHOWN = ''] = /# From another program[\s\S]*?```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/library.md'), 'utf8')) ?? [];

/** The same journeys stage by stage, and a type that fell to `any` on its way into the package would not compile. */
const STAGES = `
import { assumeFacts, buildTimeline, FORMATS, judge, loadTemplates, makePlan, parseApplets, parsePlaybook, printApplet, readBundle, redact, Redactor } from 'flaptrap';
import type { Bundle, CauseId, Plan, Playbook, Timeline, Verdict } from 'flaptrap';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type IsAny<T> = 0 extends 1 & T ? true : false;
type AreAny<T extends unknown[]> = { [Key in keyof T]: IsAny<T[Key]> };
export const areAny: AreAny<[Bundle, CauseId, Plan, Playbook, Timeline, Verdict]> = [false, false, false, false, false, false];

const file = fileURLToPath(import.meta.resolve('flaptrap/playbooks/black-hole.yaml'));
const { playbook } = parsePlaybook(readFileSync(file, 'utf8'), file);
if (playbook === undefined) throw new Error('no playbook');
const facts = { a: assumeFacts(playbook.tunnel.a), b: { ...assumeFacts(playbook.tunnel.b), hostname: 'branch-2' } };
const plan: Plan = makePlan(playbook, facts, loadTemplates(), { nowMs: Date.UTC(2026, 0, 1) });
const timeline: Timeline = buildTimeline((await readBundle(process.argv[2] ?? '')).bundle, { now: Date.UTC(2026, 0, 1) });
const causes: (CauseId | 'unknown')[] = judge(timeline).incidents.map(({ cause }) => cause.id);
const applet = 'event manager applet A\\n event none\\n action 0010 wait 5\\n';
const redactor = new Redactor({ kinds: ['address'] });
console.log(JSON.stringify({
  leaseEndsAt: plan.leaseEndsAt,
  hostname: plan.peers.b.facts.hostname,
  causes,
  formats: Object.keys(FORMATS),
  printed: parseApplets(applet, 'a.cfg').applets.map(printApplet),
  redacted: redact('crypto isakmp key Sesame! address 192.0.2.1', redactor),
}));
`;

beforeAll(async () => {
  checkOut();
  run('npm', ['pack', '--pack-destination', HOME], CHECKOUT);
  mkdirSync(INSTALLED, { recursive: true });
  run('tar', ['-xzf', join(HOME, TARBALL), '-C', INSTALLED, '--strip-components', '1'], HOME);
  for (const each of [...Object.keys(PACKAGE.dependencies), '@types/node']) link(each);
  await unpackCase('delete-lost/ios', join(USER, 'incident'));
  write('bad.cfg', 'event manager applet A\n event none\n action 9 wait 5\n action 10 wait 6\n');
  write('package.json', JSON.stringify({ type: 'module' }));
  write('shown.ts', SHOWN);
  write('stages.ts', STAGES);
}, BUILD_MS);

afterAll(() => rmSync(HOME, { recursive: true, force: true }));

/** Types are checked by `npm run check`; without that, a build takes half the time and gives the same files. */
function checkOut(): void {
  const whole = [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'tsconfig.build.json',
    'src',
    'templates',
    'playbooks',
    'lnav',
    'man',
  ];
  for (const name of whole) cpSync(join(ROOT, name), join(CHECKOUT, name), { recursive: true });
  const { compilerOptions, ...rest } = readJson(join(ROOT, 'tsconfig.json'));
  writeFileSync(join(CHECKOUT, 'tsconfig.json'), JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, noCheck: true } }));
  symlinkSync(join(ROOT, 'node_modules'), join(CHECKOUT, 'node_modules'));
  mkdirSync(join(CHECKOUT, 'dist'));
  writeFileSync(join(CHECKOUT, STALE), '');
}

function link(name: string): void {
  const target = join(USER, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), target);
}

function write(name: string, text: string): void {
  writeFileSync(join(USER, name), text);
}

describe('the packed package', () => {
  it('holds the program, its templates and its playbooks, and nothing that only its makers need', () => {
    const packed = run('tar', ['-tzf', TARBALL], HOME).trim().split('\n');
    const first = new Set(packed.map((path) => path.split('/')[1]));
    expect([...first].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'lnav',
      'man',
      'package.json',
      'page',
      'playbooks',
      'templates',
    ]);
    expect(packed.filter((path) => /\.map$|(?<!\.d)\.ts$|\.tsbuildinfo$/.test(path))).toEqual([]);
    expect(packed).toContain('package/playbooks/playbook.schema.json');
  });

  it('holds nothing of an older build', () => {
    expect(existsSync(join(CHECKOUT, STALE))).toBe(false);
    expect(existsSync(join(CHECKOUT, 'dist/index.js'))).toBe(true);
  });

  it('names only files that are there, and its command starts', () => {
    const { bin, exports } = readJson(join(INSTALLED, 'package.json'));
    const named = [bin.flaptrap, exports['.'].types, exports['.'].default];
    expect(named.filter((path) => !existsSync(join(INSTALLED, path)))).toEqual([]);
    expect(run(process.execPath, [join(INSTALLED, bin.flaptrap), '--version'], USER).trim()).toBe(PACKAGE.version);
  });
});

describe('a program that uses the package', () => {
  let program: ts.Program;

  beforeAll(() => {
    program = ts.createProgram(
      ['shown.ts', 'stages.ts'].map((name) => join(USER, name)),
      {
        module: ts.ModuleKind.NodeNext,
        target: ts.ScriptTarget.ES2023,
        lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
        types: ['node'],
        typeRoots: [join(USER, 'node_modules/@types')],
        strict: true,
        verbatimModuleSyntax: true,
      },
    );
    for (const name of ['shown', 'stages']) program.emit(program.getSourceFile(join(USER, `${name}.ts`)));
  }, BUILD_MS);

  it('compiles, and so does each declaration that it reaches', () => {
    const reached = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(USER));
    expect(reached.map(({ fileName }) => fileName)).toContain(join(INSTALLED, 'dist/index.d.ts'));
    const wrong = reached.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
    expect(wrong.map(({ file, messageText }) => [file?.fileName, ts.flattenDiagnosticMessageText(messageText, ' ')])).toEqual([]);
  });

  it('reads beside each thing that it is given what that is', () => {
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(join(INSTALLED, 'dist/index.d.ts'));
    const index = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    const given = index === undefined ? [] : checker.getExportsOfModule(index).map((each) => checker.getAliasedSymbol(each));
    expect(given.map(({ name }) => name)).toContain('draftPlan');
    expect(given.filter((each) => each.getDocumentationComment(checker).length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('lints, plans and judges as docs/library.md shows', () => {
    const playbook = join(INSTALLED, 'playbooks/tunnel-flaps.yaml');
    const said = run(process.execPath, ['shown.js', 'bad.cfg', playbook, 'incident'], USER);
    expect(said).toContain('bad.cfg:4:2 error: ');
    expect(said).toContain('[label-order]');
    expect(said).toMatch(/^event manager applet FLAPTRAP-[0-9a-f]{8}-WATCH/m);
    expect(said).toMatch(/^0x[0-9A-F]{8}: delete-lost, certain$/m);
  });

  it('is told what is wrong, and ends with the exit that it chose', () => {
    const playbook = join(INSTALLED, 'playbooks/tunnel-flaps.yaml');
    expect(() => run(process.execPath, ['shown.js', 'bad.cfg', playbook, 'no-such-folder'], USER)).toThrow(
      /there is no such file or folder/,
    );
  });

  it('goes stage by stage, with facts and a clock of its own', () => {
    const said = JSON.parse(run(process.execPath, ['stages.js', 'incident'], USER));
    expect(said).toMatchObject({
      hostname: 'branch-2',
      causes: ['delete-lost'],
      formats: ['case-note', 'csv', 'html', 'json', 'ladder', 'markdown', 'perfetto', 'text'],
    });
    expect(said.leaseEndsAt).toMatch(/^2026-01-/);
    expect(said.printed).toEqual(['event manager applet A\n event none\n action 0010 wait 5\n']);
    expect(said.redacted).toMatch(/^crypto isakmp key <secret-1> address (?!192\.0\.2\.1$)\d+\.\d+\.\d+\.\d+$/);
  });
});
