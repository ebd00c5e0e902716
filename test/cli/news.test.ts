/** News as lines on the screen. */
import { expect, it } from 'vitest';
import { showNews } from '../../src/cli/news.ts';
import { silentScreen } from './silent-screen.ts';

it('what is seen while waiting says when, and at which router', () => {
  const screen = silentScreen();
  showNews(
    { about: 'progress', side: 'b', peer: 'branch', text: 'armed, not sprung', atMs: Date.UTC(2026, 2, 9, 2, 14, 7) },
    'text',
    screen,
  );
  showNews({ about: 'progress', side: 'b', peer: 'branch', text: '10 files fetched' }, 'text', screen);
  expect(screen.told).toBe('  2026-03-09 02:14:07Z branch (b): armed, not sprung\n  branch (b): 10 files fetched\n');
});
