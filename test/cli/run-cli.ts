/** The program as a process: every source file translated once, with what it needs beside it. */
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { madeOnce } from '../shared-folder.ts';
import { SRC } from '../source-files.ts';
import { translateAll } from '../translated.ts';

/** Gives the path of `main.js`, one for all tests of a run. */
export async function buildProgram(): Promise<string> {
  return join(await madeOnce('program', build), 'dist', 'cli', 'main.js');
}

function build(home: string): void {
  mkdirSync(home);
  for (const name of ['node_modules', 'package.json', 'templates', 'playbooks', 'page'])
    symlinkSync(join(SRC, '..', name), join(home, name));
  translateAll(SRC, join(home, 'dist'));
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
