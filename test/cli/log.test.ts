/** The log of what runs for days: words or JSON lines, and no secret in either. */
import { describe, expect, it } from 'vitest';
import { logNews, openLog } from '../../src/cli/log.ts';
import { FlaptrapError } from '../../src/errors.ts';
import type { News } from '../../src/run/ports.ts';
import { silentScreen } from './silent-screen.ts';

describe('the log', () => {
  it('in JSON is an object a line, with its level, its time and what it is about', () => {
    const screen = silentScreen();
    const log = openLog('json', screen);
    log.note('warn', 'the store does not answer', { captureId: '7f3a9c01' });
    log.fault(new FlaptrapError('internal', 'nobody foresaw it'));
    const [first, second] = screen.told
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ level: 'warn', msg: 'the store does not answer', captureId: '7f3a9c01', program: 'flaptrap' });
    expect(first.time).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(second).toMatchObject({ level: 'error', msg: 'a fault', error: 'nobody foresaw it' });
  });

  it.each(['text', 'json'] as const)('in %s holds no secret: neither one that is known, nor a field of such a name', (form) => {
    const screen = silentScreen();
    const log = openLog(form, screen, () => ['geheim123']);
    log.note('info', 'logged in with geheim123', {
      password: 'other-secret',
      login: { token: 'other-secret', deep: { url: 'other-secret' } },
    });
    log.fault(new Error('geheim123'));
    expect(screen.told).not.toMatch(/geheim123|other-secret/);
    expect(screen.told).toMatch(/logged in with/);
  });

  it('has a line for what a capture does, and none for how it stands meanwhile', () => {
    const screen = silentScreen();
    const log = openLog('json', screen);
    const news = [
      { about: 'progress', peer: 'hq', side: 'a', text: 'armed' },
      { about: 'waiting', view: {} },
      { about: 'bundle', captureId: '7f3a9c01', folder: 'captures/7f3a9c01', judged: { verdict: { incidents: [{}] } } },
      { about: 'report', path: 'report.txt', trouble: new FlaptrapError('input', 'the disk is full') },
    ] as unknown as News[];
    for (const each of news) logNews(log, '7f3a9c01', each);
    const lines = screen.told
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', '7f3a9c01: hq: armed'],
      ['info', '7f3a9c01: a bundle has come home: captures/7f3a9c01'],
      ['warn', '7f3a9c01: the disk is full'],
    ]);
    expect(lines[1]).toMatchObject({ captureId: '7f3a9c01', incidents: 1 });
  });

  it('in words tells a person what matters, and leaves the rest', () => {
    const screen = silentScreen();
    const log = openLog('text', screen);
    log.note('debug', 'too much');
    log.note('info', 'armed');
    expect(screen.told).toBe('armed\n');
  });
});
