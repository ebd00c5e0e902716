/** A session is one terminal line in use: its mode and privilege, and the answer to each line that is typed. */
import { printPrompt } from '../ios/prompt.ts';
import { type Command, matchCommand } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { ConfigurationMode } from './configuration-mode.ts';
import { applyFilter, filterNamed, PIPE } from './filters.ts';
import { invalidInput } from './refuse.ts';
import type { Router } from './router.ts';

export class Session {
  privilege: number;
  /** 0: the pager is off. */
  pageLines = 24;
  isOpen = true;
  readonly line: number;
  readonly #router: Router;
  #configuration: ConfigurationMode | undefined;

  private constructor(router: Router, line: number, privilege: number) {
    this.#router = router;
    this.line = line;
    this.privilege = privilege;
  }

  /** Undefined when every terminal line is taken. */
  static open(router: Router, user: string, { privilege }: { privilege: number }): Session | undefined {
    const line = router.takeLine(user);
    return line === undefined ? undefined : new Session(router, line, privilege);
  }

  get prompt(): string {
    const { hostname } = this.#router;
    if (this.#configuration !== undefined) return printPrompt(hostname, 'config', this.#configuration.submode);
    return printPrompt(hostname, this.privilege === 15 ? 'privileged' : 'user');
  }

  enterConfiguration(): void {
    this.#configuration = new ConfigurationMode(this.#router);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#leaveConfiguration();
    this.#router.lines.delete(this.line);
  }

  /** The answer, without echo, prompt and last line end. */
  async execute(typed: string): Promise<string> {
    const line = typed.trim();
    if (line === '' || line.startsWith('!')) return '';
    if (this.#configuration === undefined) return this.#executeCommand(line);
    const left = /^end$/i.test(line) || (/^exit$/i.test(line) && this.#configuration.submode === 'config');
    if (!left) return this.#configuration.type(line, this.prompt.length);
    this.#leaveConfiguration();
    return '';
  }

  #leaveConfiguration(): void {
    if (this.#configuration === undefined) return;
    this.#configuration.leaveSubmode();
    this.#configuration = undefined;
    this.#router.say('SYS-5-CONFIG_I', `Configured from console by vty${this.line}`);
  }

  async #executeCommand(line: string): Promise<string> {
    const pipe = PIPE.exec(line)?.groups;
    const filter = pipe === undefined ? undefined : filterNamed(pipe['filter'] ?? '');
    if (pipe === undefined || filter === undefined) return this.#runCommand(line);
    const output = await this.#runCommand(pipe['command'] ?? '');
    return output.startsWith('%') && output.includes('marker') ? output : applyFilter(this.#router, filter, pipe['argument'] ?? '', output);
  }

  async #runCommand(line: string): Promise<string> {
    const allowed = COMMANDS.filter(({ privilege }) => privilege <= this.privilege);
    const matches = allowed.map((command) => ({ command, match: matchCommand(command, line) }));
    const found = matches.flatMap(({ command, match }) => (match.is === 'match' ? [{ command, match }] : []));
    const best = found.sort((one, two) => two.match.exact - one.match.exact)[0];
    if (best !== undefined) return best.command.run(this.#router, best.match.values, this);
    if (matches.some(({ match }) => match.is === 'incomplete')) return '% Incomplete command.\n';
    return invalidInput(this.prompt.length + furthest(matches));
  }
}

function furthest(matches: readonly { command: Command; match: ReturnType<typeof matchCommand> }[]): number {
  return Math.max(0, ...matches.map(({ match }) => (match.is === 'invalid' ? match.column : 0)));
}
