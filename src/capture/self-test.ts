/** The self-test asks a router which of the commands that a plan needs its account may run, and changes nothing. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { MARKER, readRefusal } from '../ios/refusal.ts';
import type { NeededCommand } from '../playbook/recipes/recipe.ts';
import { askDebugs } from './preflight.ts';

export interface Permission extends Pick<NeededCommand, 'mode' | 'command'> {
  /** `unproven`: known at this privilege, but AAA is asked only when it runs. */
  is: 'allowed' | 'denied' | 'unproven';
  why: string;
}

export const AUTHORIZATION_COMMAND = 'show running-config | include ^aaa authorization';
/** A word that no command takes: where the parser stops at it, it knew all that stands before. */
const NONSENSE = 'flaptrap-self-test';

export async function testAccount(cli: Cli, commands: readonly NeededCommand[]): Promise<Permission[]> {
  const before = JSON.stringify(await askDebugs(cli));
  const aaa = await askAuthorization(cli);
  const permissions: Permission[] = [];
  for (const needed of commands)
    permissions.push({
      mode: needed.mode,
      command: needed.command,
      ...(needed.mode === 'exec' ? await testCommand(cli, needed, aaa.commands) : judgeLine(aaa)),
    });
  if (JSON.stringify(await askDebugs(cli)) !== before) throw changed(cli);
  return permissions;
}

type Judgement = Pick<Permission, 'is' | 'why'>;

interface Authorization {
  /** AAA is asked about EXEC commands of privilege 15. */
  commands: boolean;
  configuration: boolean;
}

async function askAuthorization(cli: Cli): Promise<Authorization> {
  const result = await cli.tryExec(AUTHORIZATION_COMMAND);
  // Nobody is asked only where the configuration was seen to say so.
  if (!result.ok) return { commands: true, configuration: true };
  return { commands: /^aaa authorization commands/m.test(result.answer), configuration: /config-commands/.test(result.answer) };
}

async function testCommand(cli: Cli, { command, does, isOptional }: NeededCommand, isAsked: boolean): Promise<Judgement> {
  const isRun = does === 'show' || does === 'read';
  const typed = isRun ? quietly(command, does) : `${command} ${NONSENSE}`;
  const { answer } = await cli.tryExec(typed);
  const refusal = readRefusal(answer);
  if (refusal?.code === 'not-authorized') return { is: 'denied', why: refusal.text };
  if (isKnown(answer, refusal?.text, cli.promptLength + command.length))
    return !isRun && isAsked
      ? { is: 'unproven', why: 'the router accepts it; AAA is asked only when it runs' }
      : { is: 'allowed', why: isRun ? 'it ran' : 'the router accepts it, and AAA does not check commands' };
  if (isOptional === true) return { is: 'unproven', why: 'this release does not know it, and the capture does without' };
  return { is: 'denied', why: refusal?.text ?? answer.trim() };
}

/** A show is run for real, through a filter that lets nothing out. */
function quietly(command: string, does: 'show' | 'read'): string {
  return does === 'show' ? `${command} | include ^${NONSENSE}$` : command;
}

/** A file that is not there is no want of permission. */
export const NO_SUCH_FILE = /No such file|not found|not registered/i;

function isKnown(answer: string, refusal: string | undefined, end: number): boolean {
  if (refusal === undefined || NO_SUCH_FILE.test(answer)) return true;
  const marker = answer.split(/\r?\n/).find((line) => MARKER.test(line));
  // The nonsense begins one blank behind the command. [L]
  return marker !== undefined && marker.indexOf('^') > end;
}

function judgeLine({ configuration }: Authorization): Judgement {
  if (configuration) return { is: 'unproven', why: 'AAA also checks configuration lines; arming reads every answer' };
  return { is: 'unproven', why: 'configuration mode was not entered; arming reads every answer' };
}

function changed(cli: Cli): FlaptrapError {
  return new FlaptrapError('left-behind', 'the debugs of this router changed while the account was tested', {
    peer: cli.target.name,
    tried: 'the commands of the plan, each with a word added that no command takes',
    next: 'check show debugging and show crypto debug-condition; someone else may have changed them',
  });
}
