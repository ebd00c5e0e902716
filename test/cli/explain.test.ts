import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analyze.ts';
import { silentScreen } from './silent-screen.ts';

describe('flaptrap analyze --explain', () => {
  it('shows the lines by which a rule holds', async () => {
    const screen = silentScreen();
    await analyze('test/cases/delete-lost-ios', { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toMatch(/^INCIDENT 1 \(SPI 0x[0-9A-F]{8} at b\): holds, certain$/m);
    expect(screen.printed).toMatch(/^ {2}b show_logging\.txt:\d+ {2}.*RECVD_PKT_INV_SPI/m);
    expect(screen.printed).toContain('the verdict of this incident: delete-lost (certain)');
  });

  it('says that there was nothing to decide where there is no incident', async () => {
    const screen = silentScreen();
    await analyze('test/cases/healthy-ios', { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toContain('The bundle has no incident, so there was nothing to decide.');
  });

  it('names the rules that there are when it is asked for another', async () => {
    const asked = analyze('test/cases/healthy-ios', { format: 'text', explain: 'deleted' }, silentScreen());
    await expect(asked).rejects.toMatchObject({ code: 'input', message: 'there is no rule deleted' });
  });
});
