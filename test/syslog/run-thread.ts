/** The thread as a program: what runs in a worker is not compiled by the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../../src/syslog/thread.ts', import.meta.url));

export interface BuiltThread {
  url: URL;
  folder: string;
  remove(): void;
}

export async function buildThread(): Promise<BuiltThread> {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-syslog-'));
  const outfile = join(folder, 'thread.mjs');
  await build({ entryPoints: [SOURCE], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return { url: pathToFileURL(outfile), folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
