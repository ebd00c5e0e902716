/** The law of imports, the purity of the core, and the shape of every source file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { homeOfImport, readSourceFiles } from './source-files.ts';

const EVERYTHING = ['*'];
/** Who may import whom; src/README.md shows the same table to people. */
const LAW: Record<string, readonly string[]> = {
  'plain-text.ts': [],
  'first-place.ts': [],
  'nearest.ts': [],
  'file-trouble.ts': ['errors.ts'],
  'diagnostic.ts': ['plain-text.ts'],
  'errors.ts': ['diagnostic.ts', 'plain-text.ts'],
  'index.ts': EVERYTHING,
  ipsec: [],
  ios: ['ipsec'],
  applet: ['ios'],
  playbook: ['applet', 'vendors', 'ios', 'ipsec'],
  lsp: ['playbook', 'applet'],
  vendors: ['ios', 'ipsec'],
  bundle: ['vendors', 'ios', 'ipsec'],
  timeline: ['vendors', 'bundle', 'ios', 'ipsec'],
  verdict: ['timeline', 'ios', 'ipsec'],
  report: ['verdict', 'timeline', 'bundle', 'ipsec'],
  device: ['ios'],
  syslog: ['ios', 'ipsec'],
  lab: ['applet', 'ios', 'ipsec'],
  capture: ['playbook', 'applet', 'device', 'bundle', 'ios', 'ipsec'],
  run: ['capture', 'lab', 'report', 'verdict', 'timeline', 'bundle', 'playbook', 'applet', 'device', 'ios', 'ipsec'],
  evidence: ['bundle', 'report', 'ios', 'ipsec'],
  page: ['run', 'report', 'verdict', 'timeline', 'bundle', 'ios', 'ipsec'],
  audit: ['ios', 'ipsec'],
  engine: ['run', 'capture', 'audit', 'device', 'bundle', 'playbook', 'ios', 'ipsec'],
  notify: ['playbook', 'ipsec'],
  fleet: ['engine', 'run', 'capture', 'playbook', 'syslog', 'ios', 'ipsec'],
  web: [
    'engine',
    'run',
    'fleet',
    'syslog',
    'notify',
    'audit',
    'evidence',
    'report',
    'verdict',
    'timeline',
    'bundle',
    'capture',
    'playbook',
    'ios',
    'ipsec',
  ],
  cli: EVERYTHING,
};
const IMPORTABLE_BY_ALL = ['errors.ts', 'diagnostic.ts', 'file-trouble.ts', 'first-place.ts', 'nearest.ts', 'plain-text.ts'];
const EDGES = ['device', 'syslog', 'capture', 'audit', 'engine', 'notify', 'fleet', 'evidence', 'lab', 'page', 'web', 'cli'];
/** The only files of the core that may touch files, network, processes or timers. */
const DOORS = /(?:^|\/)(?:load|read|write)\.ts$/;

/** What only an edge may name. `node:crypto` and `node:path` compute, `node:zlib` in memory does too. */
const IMPURE_MODULES =
  /^(?:node:)?(?:fs|fs\/promises|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|cluster|os|process|timers|timers\/promises|readline|tty)$/;
const IMPURE_PACKAGES = ['ssh2', 'ssh2-promise', 'commander'];
const IMPURE_CALLS =
  /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|setTimeout\(|setInterval\(|setImmediate\(|process\.|console\.|fetch\(|randomUUID\(|randomBytes\()/;

const FORBIDDEN_NAMES = /(?:^|[/-])(?:utils?|helpers?|common|shared|lib|misc|core|manager|service|types)(?:[-.]|$)/;

const FILES = readSourceFiles();
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

describe('the law of imports', () => {
  it('knows every folder of src', () => {
    expect(FILES.filter((file) => LAW[file.home] === undefined).map((file) => file.path)).toEqual([]);
  });

  it('lets each folder import only what stands below it', () => {
    const broken = FILES.flatMap((file) =>
      file.imports.flatMap((specifier) => {
        const target = homeOfImport(file, specifier);
        const allowed = LAW[file.home] ?? [];
        const isLawful =
          target === undefined ||
          target === file.home ||
          (IMPORTABLE_BY_ALL.includes(target) && !IMPORTABLE_BY_ALL.includes(file.home)) ||
          allowed === EVERYTHING ||
          allowed.includes(target);
        return isLawful ? [] : [`${file.path} imports ${specifier}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('has one file that imports ssh2-promise', () => {
    expect(FILES.filter((file) => file.imports.includes('ssh2-promise')).map((file) => file.path)).toEqual(['device/ssh.ts']);
  });

  it('has no circle of files, type imports counted', () => {
    expect(findCircle()).toBeUndefined();
  });
});

describe('the independent generator', () => {
  it('imports nothing of the house, neither of src nor of its tests', () => {
    const home = fileURLToPath(new URL('./independent', import.meta.url));
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name));
    const foreign = files.flatMap((name) => {
      const depth = name.split(/[\\/]/).length - 1;
      const found = readFileSync(join(home, name), 'utf8').matchAll(
        /^(?:import|export)\b[^;'"]*?\bfrom '([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm,
      );
      const imports = [...found].map((match) => match[1] ?? match[2] ?? '');
      return imports
        .filter((each) => !each.startsWith('.') || each.split('../').length - 1 > depth)
        .map((each) => `${name} imports ${each}`);
    });
    expect(files.length).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });
});

describe('the purity of the core', () => {
  const core = FILES.filter((file) => !EDGES.includes(file.home) && !DOORS.test(file.path));

  it('touches no file, network, process or timer', () => {
    const broken = core.flatMap((file) =>
      file.imports
        .filter((name) => IMPURE_MODULES.test(name) || IMPURE_PACKAGES.includes(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });

  it('reads no clock and draws no lots', () => {
    const broken = core.flatMap((file) => {
      const call = IMPURE_CALLS.exec(withoutComments(file.text));
      return call === null ? [] : [`${file.path} calls ${call[0]}`];
    });
    expect(broken).toEqual([]);
  });
});

describe('what runs in a browser', () => {
  /** The page, its worker, and whatever they lead to; the page is put together by a file that stays outside. */
  const inBrowser = reachedFrom(['page/main.ts', 'page/worker.ts']);

  it('is the whole analysis, from the front door to the report', () => {
    expect([...inBrowser]).toEqual(
      expect.arrayContaining(['bundle/assemble.ts', 'bundle/unpack.ts', 'timeline/timeline.ts', 'verdict/judge.ts', 'run/judge-read.ts']),
    );
    expect(inBrowser.has('page/write.ts')).toBe(false);
  });

  it("needs no module and no global of Node's: what it wants of a machine is a port", () => {
    const broken = FILES.filter(({ path }) => inBrowser.has(path)).flatMap(({ path, imports, text }) => [
      ...imports.filter((name) => name.startsWith('node:')).map((name) => `${path} imports ${name}`),
      ...(/(?<!as )\b(?:Buffer[.(]|process\.|require\()/.test(withoutComments(text)) ? [`${path} names what only Node has`] : []),
    ]);
    expect(broken).toEqual([]);
  });
});

describe('a room', () => {
  it('holds at most a quarter of the house', () => {
    const lines = new Map<string, number>();
    for (const { path, text } of FILES) {
      const [home, room, file] = path.split('/');
      const name = file === undefined ? home : `${home}/${room}`;
      lines.set(`${name}`, (lines.get(`${name}`) ?? 0) + text.split('\n').length);
    }
    const all = [...lines.values()].reduce((sum, each) => sum + each, 0);
    expect([...lines].filter(([, each]) => each > all / 4)).toEqual([]);
  });
});

describe('a source file', () => {
  it('opens with one sentence that says what it is for', () => {
    expect(FILES.filter((file) => !/^(?:#!.*\n)?\/\*\*(?:\n \*)? .*[.:;]/.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('has at most 250 lines', () => {
    expect(FILES.filter((file) => file.text.split('\n').length > 251).map((file) => file.path)).toEqual([]);
  });

  it('has a name that says something', () => {
    expect(
      FILES.filter((file) => FORBIDDEN_NAMES.test(file.path) || file.path !== file.path.toLowerCase()).map((file) => file.path),
    ).toEqual([]);
  });

  it('keeps what is private by #, and by the word a constructor alone', () => {
    const broken = FILES.filter((file) => /^ {2}private (?!constructor\()/m.test(file.text));
    expect(broken.map((file) => file.path)).toEqual([]);
  });

  it('has no default export, no enum and no switched-off check', () => {
    const broken = FILES.filter((file) =>
      /^export default|^(?:export )?(?:const )?enum |@ts-(?:ignore|nocheck|expect-error)/m.test(file.text),
    );
    expect(broken.map((file) => file.path)).toEqual([]);
  });
});

/** Files, with all that they import for a value. */
function reachedFrom(paths: readonly string[]): Set<string> {
  const files = new Map(FILES.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const go = (path: string): void => {
    const file = files.get(path);
    if (file === undefined || reached.has(path)) return;
    reached.add(path);
    for (const next of importsOf(file)) go(next);
  };
  for (const path of paths) go(path);
  return reached;
}

/** The first circle among the files that import each other, for a value or for a type. */
function findCircle(): string[] | undefined {
  const graph = new Map(FILES.map((file) => [file.path, importsOf(file)]));
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const circle = walk(next, [...trail, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const circle = walk(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function importsOf({ path, imports }: { path: string; imports: readonly string[] }): string[] {
  return imports.filter((name) => name.startsWith('.')).map((name) => new URL(name, `file:///${path}`).pathname.slice(1));
}
