/** The state folder is one place of the user, wherever he stands: `$XDG_STATE_HOME/flaptrap`, or FLAPTRAP_STATE, or --state. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** A relative XDG_STATE_HOME is to be ignored. [C XDG Base Directory Specification] */
export function stateFolder(env: NodeJS.ProcessEnv, home: string): string {
  const { FLAPTRAP_STATE: own = '', XDG_STATE_HOME: xdg = '' } = env;
  if (own !== '') return own;
  return join(isAbsolute(xdg) ? xdg : join(home, '.local', 'state'), 'flaptrap');
}

/** A user whom the system does not know, as in some containers, has none. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

export const DEFAULT_STATE = stateFolder(process.env, homeFolder());

/** As help has it. */
export const STATE_PLACE = '~/.local/state/flaptrap';
