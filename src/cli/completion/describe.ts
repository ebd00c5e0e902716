/** Describing the program gives its commands and options as data, from which completions and the man page are made. */
import type { Argument, Command, Option } from 'commander';
import { LINTS } from '../../applet/lints/index.ts';
import type { Lint } from '../../applet/lints/lint.ts';
import { CAUSES } from '../../verdict/causes/index.ts';
import { listTopics } from '../explain/topics.ts';

export interface DescribedOption {
  /** `--json`, and `-V` where there is one. */
  flags: readonly string[];
  description: string;
  /** What it takes, as help shows it: `dir`; undefined for a switch. */
  takes?: string | undefined;
  /** All that it can be; a file, or anything, where there is none. */
  values: readonly string[];
}

export interface DescribedCommand {
  name: string;
  /** `<playbook>` */
  takes: string;
  description: string;
  options: readonly DescribedOption[];
  /** What may stand without a flag; files where there is none. */
  values: readonly string[];
  /** False where it takes no argument at all. */
  takesAny: boolean;
  /** The commands below it: `eem run`. */
  commands: readonly DescribedCommand[];
}

/** By the name of what is taken, where the command itself refuses others in words of its own. */
const VALUES: Readonly<Record<string, () => string[]>> = {
  cause: () => Object.keys(CAUSES),
  id: () => [...new Set(listTopics().map(({ id }) => id))],
  lint: () => Object.values<Lint>(LINTS).map(({ id }) => id),
  ids: () => Object.values<Lint>(LINTS).map(({ id }) => id),
};

/** Of a program whose commands are all loaded; `help` stands among them. */
export function describeProgram(program: Command): DescribedCommand[] {
  const commands = program.commands.map(describeCommand);
  const values = commands.map(({ name }) => name);
  return [
    ...commands,
    { name: 'help', takes: '[command]', description: 'display help for command', options: [], values, takesAny: true, commands: [] },
  ];
}

function describeCommand(command: Command): DescribedCommand {
  const { registeredArguments: taken } = command;
  return {
    name: command.name(),
    takes: taken.map(sayArgument).join(' '),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).map(describeOption),
    values: [
      ...command.commands.map((each) => each.name()),
      ...taken.flatMap((each) => each.argChoices ?? (each.name() === 'bundle' ? [] : (VALUES[each.name()]?.() ?? []))),
    ],
    takesAny: taken.length > 0 || command.commands.length > 0,
    commands: command.commands.map(describeCommand),
  };
}

function sayArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describeOption(option: Option): DescribedOption {
  const takes = /[<[](?<takes>[^>\]]+)[>\]]/.exec(option.flags)?.groups?.['takes'];
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
    description: option.description,
    takes,
    values: option.argChoices ?? (takes === undefined ? [] : (VALUES[takes]?.() ?? [])),
  };
}
