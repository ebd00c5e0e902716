/** A server that was killed while it wrote its number leaves an empty file, which keeps every other from starting: it is taken away. */
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { disownNumber } from '../../../src/engine/database/postmaster.ts';

it('an empty number that nobody has written for a while is removed, one of a server that starts is left', () => {
  const data = mkdtempSync(join(tmpdir(), 'flaptrap-number-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const file = join(data, 'postmaster.pid');
  const place = { folder: data, data, socketFolder: data, user: undefined };
  writeFileSync(file, '');
  disownNumber(place);
  expect(existsSync(file)).toBe(true);
  utimesSync(file, 1, 1);
  disownNumber(place);
  expect(existsSync(file)).toBe(false);
});
