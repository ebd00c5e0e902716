/** All commands of EXEC mode. */
import { APPLET_COMMANDS } from './applets.ts';
import type { Command } from './command.ts';
import { CRYPTO_COMMANDS } from './crypto.ts';
import { DEBUG_COMMANDS } from './debug.ts';
import { FILE_COMMANDS } from './files.ts';
import { NHRP_COMMANDS } from './nhrp.ts';
import { PACKET_COMMANDS } from './packets.ts';
import { PLATFORM_COMMANDS } from './platform.ts';
import { SYSTEM_COMMANDS } from './system.ts';
import { TERMINAL_COMMANDS } from './terminal.ts';

export const COMMANDS: readonly Command[] = [
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
