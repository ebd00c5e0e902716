/** A recipe is what gives an account just the commands of a capture, in one of the ways that IOS knows. */
import type { Mode } from '../plan.ts';

export interface Recipe {
  title: string;
  /** Lines to paste; `!` or `#` lines say what a person must still decide. */
  print(commands: readonly NeededCommand[]): string[];
}

/** What an account must be allowed: a command that a capture types on a router, by mode and by what it does there. */
export interface NeededCommand {
  /** `applet`: a line inside an applet, whose mode has other names on other releases. */
  mode: Mode | 'applet';
  /** `session`: every account has it, whatever its privilege; `show` and `read` leave everything as it is; only `show` takes a filter. */
  does: 'session' | 'show' | 'read' | 'change';
  /** As it is typed, without its filter: nobody is asked about `| include`. */
  command: string;
  /** Not every release knows it, and a capture does without. */
  isOptional?: boolean | undefined;
}

/** An address, a number, a file, a name or text of ours. */
export const ARGUMENT = /^(?:\d[\d.]*|\S+:\S*|FLAPTRAP-\S+|".*)$/;

/** The words before the first argument: `debug crypto condition peer ipv4`; what privilege levels and views are given. */
export function stemOf(command: string): string {
  const words = command.trim().split(/ +/);
  const first = words.findIndex((word) => ARGUMENT.test(word));
  return (first === -1 ? words : words.slice(0, first)).join(' ');
}

/** The stems of one mode, each once. */
export function stemsOf(commands: readonly NeededCommand[], mode: Mode): string[] {
  const own = commands.filter((each) => each.mode === mode);
  // `no X` needs what X needs.
  return [...new Set(own.map(({ command }) => stemOf(command.replace(/^(?:no|default) /, ''))))].toSorted();
}
