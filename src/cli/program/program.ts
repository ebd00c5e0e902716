/** The program is which commands there are, with what arguments; each command's own file is loaded only when it is called. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCapturing } from './capturing.ts';
import type { Door } from './door.ts';
import { addDrafting } from './drafting.ts';
import { addJudging } from './judging.ts';
import { addSteps } from './stepping.ts';

/** `complain` hears what is wrong with the usage. */
export function makeProgram(door: Door, complain: (text: string) => void): Command {
  const program = new Command('flaptrap')
    .description('Catches the intermittent IPsec flap: arms both Cisco routers, freezes their debugs when it happens, and says why.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ writeOut: door.screen.print, writeErr: complain })
    .showHelpAfterError('(flaptrap --help shows the commands)')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addDrafting, addCapturing, addSteps, addJudging]) add(program, door);
  for (const command of program.commands) command.showHelpAfterError(`(flaptrap ${command.name()} --help shows how it is called)`);
  return program;
}

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
