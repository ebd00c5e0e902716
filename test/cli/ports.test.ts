/** A person at a terminal is asked with all that he needs to know; where there is none, nothing is decided. */
import { expect, it } from 'vitest';
import { askPerson } from '../../src/cli/ports.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { silentScreen } from './silent-screen.ts';

const { plan } = draftPlan(readPlaybook(), 1000);

it.each([true, false])('a plan is shown before the question; the answer %s is what counts', async (answer) => {
  const screen = silentScreen(answer);
  screen.isInteractive = true;
  expect(await askPerson({ about: 'plan', plan }, screen)).toBe(answer);
  expect(screen.told).toContain(`digest ${plan.digest.slice(0, 16)}`);
  expect(screen.told).toContain('lasts at most 3d');
  expect(screen.told).toContain('debugs isakmp, ipsec for peer 198.51.100.1 only');
  // Short enough to be read before the answer; `plan --full` has the rest.
  expect(screen.told.split('\n').length).toBeLessThan(30);
  expect(screen.told).not.toContain('undo: no event manager applet');
});

it('a plan is not poured out where nobody can answer', async () => {
  const screen = silentScreen(true);
  await expect(askPerson({ about: 'plan', plan }, screen)).rejects.toMatchObject({ code: 'digest' });
  expect(screen.told).toBe('');
});
