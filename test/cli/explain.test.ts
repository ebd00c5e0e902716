import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analyze.ts';
import { unpackCase } from '../case/open.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'explain-'));
const INCIDENT = join(FOLDER, 'incident');
const HEALTHY = join(FOLDER, 'healthy');

beforeAll(async () => {
  await unpackCase('delete-lost/ios', INCIDENT);
  await unpackCase('healthy/ios', HEALTHY);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('flaptrap analyze --explain', () => {
  it('prints the row of facts of a cause, with the lines of each', async () => {
    const screen = silentScreen();
    await analyze(INCIDENT, { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toMatch(/^INCIDENT 1 \(SPI 0x[0-9A-F]{8} at b\): the verdict is delete-lost \(certain\)$/m);
    expect(screen.printed).toMatch(/^ {2}requires delete-lost: yes, shown \(/m);
    expect(screen.printed).toMatch(/^ {2}forbids cleared: no, hinted$/m);
    expect(screen.printed).toMatch(/^ {4}b show_logging\.txt:\d+ {2}.*delete_sa/m);
  });

  it('says that there was nothing to decide where there is no incident', async () => {
    const screen = silentScreen();
    await analyze(HEALTHY, { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toContain('The bundle has no incident, so there was nothing to decide.');
  });

  it('names the causes that there are when it is asked for another', async () => {
    const asked = analyze(HEALTHY, { format: 'text', explain: 'deleted' }, silentScreen());
    await expect(asked).rejects.toMatchObject({ code: 'input', message: 'there is no cause deleted' });
  });
});
