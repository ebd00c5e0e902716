/** All commands of EXEC mode, and which of them a session has. */
import type { RouterSpec } from '../router-spec.ts';
import { APPLET_COMMANDS } from './applets.ts';
import type { Command } from './command.ts';
import { CRYPTO_COMMANDS } from './crypto.ts';
import { DEBUG_COMMANDS } from './debug.ts';
import { FILE_COMMANDS } from './files.ts';
import { NHRP_COMMANDS } from './nhrp.ts';
import { PACKET_COMMANDS } from './packets.ts';
import { isForPlatform, PLATFORM_COMMANDS } from './platform.ts';
import { SYSTEM_COMMANDS } from './system.ts';
import { TERMINAL_COMMANDS } from './terminal.ts';

const COMMANDS: readonly Command[] = [
  ...TERMINAL_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...DEBUG_COMMANDS,
  ...CRYPTO_COMMANDS,
  ...NHRP_COMMANDS,
  ...PLATFORM_COMMANDS,
  ...PACKET_COMMANDS,
  ...APPLET_COMMANDS,
  ...FILE_COMMANDS,
];

/** Found once: each line that is typed asks for them. */
const ALLOWED = new Map<string, readonly Command[]>();

/** The same list whenever it is asked for. */
export function commandsOf({ image, platform }: Pick<RouterSpec, 'image' | 'platform'>, privilege: number): readonly Command[] {
  const key = `${platform} ${image} ${privilege}`;
  const known =
    ALLOWED.get(key) ?? COMMANDS.filter((command) => command.privilege <= privilege && isForPlatform(command, { image, platform }));
  ALLOWED.set(key, known);
  return known;
}
