/** What people have allowed a program to arm is used once, whoever else takes it at the same moment. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Approvals } from '../../src/web/approvals.ts';
import { NOW_MS } from './fake-house.ts';

it('of two programs that take one approval at once one gets it, and to the other nobody has given any', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const digest = 'a'.repeat(64);
  const gone = (): number => {
    // Between reading and removing: the other has taken it.
    rmSync(join(folder, 'approvals', `${digest}.json`), { force: true });
    return NOW_MS;
  };
  new Approvals(folder, () => NOW_MS).give(digest, 'tunnel.yaml', 'olga');
  expect(new Approvals(folder, gone).take(digest, 'tunnel.yaml')).toBeUndefined();
  rmSync(folder, { recursive: true, force: true });
});
