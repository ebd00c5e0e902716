import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../src/cli/replay.ts';
import { unpackCase } from '../case/open.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'replay-'));

beforeAll(() => unpackCase('delete-lost/ios', FOLDER));
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('flaptrap replay', () => {
  it('prints each remedy with when it would have healed, marked as simulated', async () => {
    const screen = silentScreen();
    expect(await replay(FOLDER, {}, screen)).toBe(0);
    expect(screen.printed).toMatch(/^STORY 1 {2}delete-lost: SIMULATED in the lab, no router was asked$/m);
    expect(screen.printed).toMatch(/^ {2}captured: over after .* \(its end was not seen\)$/m);
    expect(screen.printed).toContain('With each remedy it would have been over (simulated):');
    expect(screen.printed).toMatch(/^ {2}dead peer detection every 10 s at both ends: after \d+ s.*, by dead peer detection$/m);
    expect(screen.printed).toContain('    on hq and on branch: crypto isakmp keepalive 10 3 periodic');
  });

  it('says of each remedy with which it would have ended no sooner', async () => {
    const screen = silentScreen();
    await replay(FOLDER, {}, screen);
    const remedies = screen.printed
      .split('\n')
      .filter((line) => /^ {2}\S.*: (?:after|not within) /.test(line) && !line.includes('replayed:'));
    const isSooner = (line: string) => line.includes('by dead peer detection');
    expect(remedies.some(isSooner)).toBe(true);
    for (const line of remedies) expect(line.endsWith(', no sooner than without it')).toBe(!isSooner(line));
  });

  it('prints the same as JSON', async () => {
    const screen = silentScreen();
    await replay(FOLDER, { json: true }, screen);
    expect(JSON.parse(screen.printed)).toMatchObject({ schema: 'flaptrap.replay/1', isSimulated: true, story: 1, cause: 'delete-lost' });
  });

  it('refuses a story that there is not', async () => {
    await expect(replay(FOLDER, { story: 2 }, silentScreen())).rejects.toMatchObject({ code: 'input', message: 'there is no story 2' });
  });
});
