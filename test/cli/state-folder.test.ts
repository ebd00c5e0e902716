/** Where captures are remembered, wherever one stands. */
import { expect, it } from 'vitest';
import { stateFolder } from '../../src/cli/state-folder.ts';

it.each([
  ['is in the home of the user', {}, '/home/ops/.local/state/flaptrap'],
  ['follows XDG_STATE_HOME', { XDG_STATE_HOME: '/var/state' }, '/var/state/flaptrap'],
  ['ignores an XDG_STATE_HOME that depends on where one stands', { XDG_STATE_HOME: 'state' }, '/home/ops/.local/state/flaptrap'],
  ['follows FLAPTRAP_STATE before all', { XDG_STATE_HOME: '/var/state', FLAPTRAP_STATE: '/srv/flaptrap' }, '/srv/flaptrap'],
  ['takes an empty variable for none', { XDG_STATE_HOME: '', FLAPTRAP_STATE: '' }, '/home/ops/.local/state/flaptrap'],
])('the state folder %s', (_what, env, folder) => {
  expect(stateFolder(env, '/home/ops')).toBe(folder);
});
