/** One door: only the screen names the process's streams, and a file gets its name from a stranger only by `plainName`. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, type SourceFile } from './source-files.ts';

const FILES = readSourceFiles();

/** What is asked of `process` beside its streams. */
const MEMBERS = [
  'argv',
  'emit',
  'env',
  'exit',
  'exitCode',
  'getuid',
  'kill',
  'listenerCount',
  'off',
  'on',
  'once',
  'pid',
  'arch',
  'platform',
  'umask',
  'version',
];
/** Modules that reach a terminal without naming a stream. */
const TERMINAL_MODULES = /^(?:node:)?(?:process|console|tty|readline|readline\/promises|repl|util\/debuglog)$/;
/** They get their streams from the screen, or write to none. */
const TERMINAL_IMPORTERS = ['cli/ask.ts', 'cli/last-resort.ts'];

/** Without one of these in its text, as it stands or written otherwise, a file cannot name a stream: parsing it would tell nothing. */
const MAY_NAME_A_STREAM = /console|global|process|\\u/;

/** Every identifier of a file, with the member that is asked of it; comments and texts are none. */
function identifiers(file: SourceFile): { name: string; member: string | undefined; line: number }[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const found: { name: string; member: string | undefined; line: number }[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      const isAsked = ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
      const member = isAsked ? (node.parent as ts.PropertyAccessExpression).name.text : undefined;
      found.push({ name: node.text, member, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

describe('the way to the terminal', () => {
  it('is the screen alone', () => {
    const broken = FILES.filter(({ path, text }) => path !== 'cli/screen.ts' && MAY_NAME_A_STREAM.test(text)).flatMap((file) =>
      identifiers(file)
        .filter(
          ({ name, member }) =>
            name === 'console' ||
            name === 'globalThis' ||
            name === 'global' ||
            (name === 'process' && !MEMBERS.includes(member ?? 'all of it')),
        )
        .map(({ name, member, line }) => `${file.path}:${line} names ${name}${member === undefined ? '' : `.${member}`}`),
    );
    expect(broken).toEqual([]);
  });

  it('leads through no module behind its back', () => {
    const broken = FILES.filter(({ path }) => !TERMINAL_IMPORTERS.includes(path)).flatMap((file) =>
      file.imports.filter((name) => TERMINAL_MODULES.test(name)).map((name) => `${file.path} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });

  it('is not a file of /dev or a bare number', () => {
    const broken = FILES.filter(({ text }) => /\/dev\/(?:tty|std|fd|pts)|\bwrite\w*\(\s*[12]\s*,/.test(text));
    expect(broken.map(({ path }) => path)).toEqual([]);
  });
});

/** Who may make a file, and by which names: each is tried with hostile names in its own test. */
const WRITERS = [
  'audit/file-shelf.ts',
  'bundle/write.ts',
  'capture/claim.ts',
  'capture/file-store.ts',
  'capture/folders.ts',
  'capture/journal.ts',
  'capture/make-folder.ts',
  'capture/ours.ts',
  'cli/eem-format.ts',
  'cli/fault.ts',
  'cli/init.ts',
  'cli/lab-home.ts',
  'cli/lint-baseline.ts',
  'cli/lint-fix.ts',
  'cli/next.ts',
  'cli/proven-cards.ts',
  'cli/serve-token.ts',
  'device/read.ts',
  'device/recorder.ts',
  'engine/database/backup.ts',
  'engine/database/cluster.ts',
  'engine/database/postmaster.ts',
  'engine/database/programs.ts',
  'evidence/write.ts',
  'fleet/write.ts',
  'page/write.ts',
  'playbook/write.ts',
  'run/confirmed/write.ts',
  'web/approvals.ts',
  'web/uploads.ts',
  'syslog/thread.ts',
];
/** They open files, and only to read them. */
const READERS = ['bundle/disk/read.ts', 'bundle/read.ts', 'capture/plain-file.ts', 'fleet/inventory/load.ts', 'playbook/load.ts'];
const WRITES = /\.(?:append|truncate|write)\w*\(|'[wa]x?\+?'|'r\+'|O_(?:WRONLY|RDWR|CREAT)/;
const WRITING =
  /^(?:appendFile|copyFile|cp|createWriteStream|link|mkdir|mkdtemp|open|rename|symlink|truncate|write|writev|writeFile)(?:Sync)?$/;

/** Names that a file imports from `node:fs` or `node:fs/promises`; the whole module counts as writing. */
function importedFromFs(file: SourceFile): string[] {
  if (!/\bfs\b|\\[ux]/.test(file.text)) return [];
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !/^(?:node:)?fs(?:\/promises)?$/.test((statement.moduleSpecifier as ts.StringLiteral).text))
      return [];
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || ts.isNamespaceImport(bindings)) return ['write'];
    return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
  });
}

describe('the way to a file', () => {
  it('leads through files that are known to write', () => {
    const writers = FILES.filter((file) => importedFromFs(file).some((name) => WRITING.test(name)));
    const paths = writers.map(({ path }) => path);
    expect(paths.filter((path) => ![...WRITERS, ...READERS].includes(path))).toEqual([]);
    expect([...WRITERS, ...READERS].filter((path) => !paths.includes(path))).toEqual([]);
    expect(FILES.filter(({ path, text }) => READERS.includes(path) && WRITES.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('is never an import at run time', () => {
    // Where the package of the platform's database lies is asked of Node; nothing is loaded by it.
    const broken = FILES.filter(({ path }) => path !== 'engine/database/programs.ts').filter(({ text }) =>
      /import\(\s*['"](?:node:)?fs|require\(|createRequire|getBuiltinModule/.test(text),
    );
    expect(broken.map(({ path }) => path)).toEqual([]);
  });
});
