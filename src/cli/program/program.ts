/** The program is made of its commands; the file of the one that is called, with its options, is loaded only then. */
import { Command } from 'commander';
import { DEFAULT_STATE, STATE_PLACE } from '../state-folder.ts';
import { type Door, QUIET } from './arguments.ts';
import { COMMANDS, type CommandEntry, HEADINGS } from './commands.ts';
import { sayUsage } from './usage.ts';
import { readVersion } from './version.ts';

/** It tells of all commands with their options. */
const WHOLE = 'completion' satisfies keyof typeof COMMANDS;

const FIRST = `
Without a router:  flaptrap rehearse playbooks/tunnel-flaps.yaml
With two routers:  flaptrap init tunnel.yaml, then doctor, plan and run
With logs:         flaptrap analyze FILES, or flaptrap open for a page that judges`;

/** For `args`, of which the first that names a command is the one that is called. `complain` hears what is wrong with the usage. */
export async function makeProgram(args: readonly string[], door: Door, complain: (text: string) => void): Promise<Command> {
  const program = new Command('flaptrap')
    .description('Catches the intermittent IPsec flap: arms both Cisco routers, freezes their debugs when it happens, and says why.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({
      writeOut: door.screen.print,
      writeErr: complain,
      outputError: (text, write) => write(sayUsage(text, args, Object.keys(COMMANDS))),
    })
    .showHelpAfterError('(flaptrap --help shows the commands)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', FIRST);
  const called = args.find((arg) => Object.hasOwn(COMMANDS, arg));
  for (const [name, { takes, description, load }] of Object.entries<CommandEntry>(COMMANDS)) {
    const heading = HEADINGS[name as keyof typeof COMMANDS];
    if (heading !== undefined) program.commandsGroup(heading);
    const command = program.command(takes === undefined ? name : `${name} ${takes}`).description(description);
    command.showHelpAfterError(`(flaptrap ${name} --help shows its usage)`);
    if (name === called || called === WHOLE) {
      (await load())(command, door);
      for (const each of command.commands.length === 0 ? [command] : command.commands) each.option(...QUIET);
      for (const each of [command, ...command.commands]) sayStatePlace(each);
    }
  }
  return program;
}

/** Help is the same in every home. */
function sayStatePlace({ options }: Command): void {
  const state = options.find(({ long }) => long === '--state');
  if (state !== undefined) state.default(DEFAULT_STATE, STATE_PLACE);
}
