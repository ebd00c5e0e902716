/** Loading playbooks: what is no file, or too large, is refused by name and not read. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/load.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const refused = (path: string, answer: RegExp): Promise<void> =>
  expect(loadPlaybook(path)).rejects.toMatchObject({
    code: 'input',
    message: `cannot read the playbook ${path}`,
    context: { answer: expect.stringMatching(answer) as string },
  });

describe('a playbook that is no file', () => {
  it('a FIFO is refused at once, though nobody writes to it', async () => {
    const path = join(FOLDER, 'fifo.yaml');
    execFileSync('/usr/bin/mkfifo', [path]);
    await refused(path, /pipe or a device, not a file/);
  });

  it('a device and a folder are refused by what they are', async () => {
    await refused('/dev/zero', /pipe or a device, not a file/);
    await refused(FOLDER, /a folder, not a file/);
  });

  it('50 MB are refused by their size', async () => {
    const path = join(FOLDER, 'large.yaml');
    writeFileSync(path, 'name: x\n');
    truncateSync(path, 50_000_000);
    await refused(path, /the file has 50000000 bytes; a playbook can have at most 262144/);
  });

  it('an empty one, and one that is no text, are told in a line and not by what each lacks', async () => {
    const path = join(FOLDER, 'odd.yaml');
    writeFileSync(path, '');
    await refused(path, /^it is empty$/);
    writeFileSync(path, Uint8Array.of(1, 0, 2));
    await refused(path, /^it is not text$/);
  });

  it('a missing one is named', () => refused(join(FOLDER, 'none.yaml'), /^it is not there$/));
});
