/** The place of a store that another user keeps: he may enter every folder that was made for him, from the moment that it is there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makePlace, placeOf } from '../../../src/engine/database/place.ts';

let parent: string;
let umask: number;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'place-'));
  chmodSync(parent, 0o711);
  umask = process.umask();
});
afterEach(() => {
  process.umask(umask);
  rmSync(parent, { recursive: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

it.each([0o022, 0o077])('lets him enter what was made, whatever the umask is: %o', (mask) => {
  process.umask(mask);
  const place = placeOf(join(parent, 'deep', 'store'), 0);
  makePlace(place);
  expect([modeOf(join(parent, 'deep')), modeOf(place.folder)]).toEqual(['711', '711']);
  expect(process.umask()).toBe(mask);
});

it("is the caller's alone where nobody else keeps it", () => {
  const place = placeOf(join(parent, 'deep', 'store'), 1000);
  makePlace(place);
  expect([modeOf(join(parent, 'deep')), modeOf(place.folder)]).toEqual(['700', '700']);
});

it('names the folder that was shut before', () => {
  chmodSync(parent, 0o700);
  expect(() => makePlace(placeOf(join(parent, 'store'), 0))).toThrow(`its own user may not enter ${parent}`);
});

/** Looks at the same folders over and over, and says so when one of them is shut. */
const WATCHER = `
const { statSync } = require('node:fs');
const [parent, count] = process.argv.slice(1);
process.stdout.write('ready');
for (let at = 0; at < Number(count); ) {
  try {
    const { mode } = statSync(parent + '/' + at);
    if ((mode & 1) === 0) { process.stdout.write(' shut'); process.exit(1); }
    at += 1;
  } catch {}
}`;

it('is never seen shut by another worker that begins at the same moment', async () => {
  const count = 2000;
  const watcher = spawn(process.execPath, ['-e', WATCHER, parent, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(watcher.stdout, 'data');
  for (let at = 0; at < count; at += 1) makePlace(placeOf(join(parent, String(at)), 0));
  const [code] = await once(watcher, 'exit');
  expect(code).toBe(0);
});
