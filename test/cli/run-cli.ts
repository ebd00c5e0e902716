/** The program as a process: every source file translated once, with what it needs beside it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { readSourceFiles, SRC } from '../source-files.ts';

/** Gives the path of `main.js`. */
export function buildProgram(): string {
  const home = mkdtempSync(join(tmpdir(), 'flaptrap-program-'));
  for (const name of ['node_modules', 'package.json', 'templates', 'playbooks']) symlinkSync(join(SRC, '..', name), join(home, name));
  // All at once and unchecked: file by file it takes half as long again.
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, rewriteRelativeImportExtensions: true };
  const unchecked = { isolatedModules: true, noCheck: true, noLib: true, noResolve: true, types: [], verbatimModuleSyntax: true };
  const paths = readSourceFiles().map(({ path }) => join(SRC, path));
  ts.createProgram(paths, { ...options, ...unchecked, rootDir: SRC, outDir: join(home, 'dist') }).emit();
  return join(home, 'dist', 'cli', 'main.js');
}

export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunChoices {
  env?: Record<string, string>;
  cwd?: string;
  /** What is written to standard input, which is then closed. */
  input?: string;
  /** A file in the place of standard output. */
  stdout?: number;
  stderr?: number;
}

export function runCli(main: string, args: readonly string[], choices: RunChoices = {}): Promise<Ran> {
  const { stdout = 'pipe', stderr = 'pipe' } = choices;
  const env = { ...process.env, ...choices.env };
  const child = spawn(process.execPath, [main, ...args], { env, cwd: choices.cwd, stdio: ['pipe', stdout, stderr] });
  const ran = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString()));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(choices.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...ran }));
  });
}
