/** A session is one terminal line in use: its mode and privilege, and the answer to each line that is typed. */
import { printPrompt } from '../../ios/prompt.ts';
import { invalidInput, isRefusal, type Line, matchCommand } from './commands/command.ts';
import { commandsOf } from './commands/index.ts';
import { ConfigurationMode } from './configuration-mode.ts';
import { applyFilter, filterNamed, PIPE } from './filters.ts';
import type { Router } from './router.ts';

/** What a command asks back: `Delete filename [x]? ` */
interface Question {
  text: string;
  /** What is typed is not echoed. */
  isSecret: boolean;
  answer(typed: string): string;
}

interface Opening {
  privilege: number;
  isInternal?: boolean;
}

/** `do show clock`, in configuration mode */
const DO = /^do\s+(?<command>\S.*)$/i;

export class Session implements Line {
  privilege: number;
  pageLines = 24;
  columns = 80;
  isOpen = true;
  isMonitoring = false;
  readonly line: number;
  readonly isInternal: boolean;
  readonly user: string;
  readonly #router: Router;
  #configuration: ConfigurationMode | undefined;
  #question: Question | undefined;

  private constructor(router: Router, line: number, user: string, { privilege, isInternal = false }: Opening) {
    this.#router = router;
    this.line = line;
    this.user = user;
    this.privilege = privilege;
    this.isInternal = isInternal;
  }

  /** Undefined when every terminal line is taken. */
  static open(router: Router, user: string, opening: Opening): Session | undefined {
    const line = router.takeLine(user);
    return line === undefined ? undefined : new Session(router, line, user, opening);
  }

  get prompt(): string {
    const { hostname } = this.#router;
    if (this.#question !== undefined) return this.#question.text;
    if (this.#configuration !== undefined) return printPrompt(hostname, 'config', this.#configuration.submode);
    return printPrompt(hostname, this.privilege === 15 ? 'privileged' : 'user');
  }

  enterConfiguration(): void {
    this.#configuration = new ConfigurationMode(this.#router);
  }

  get isAsking(): boolean {
    return this.#question !== undefined;
  }

  get isSecret(): boolean {
    return this.#question?.isSecret === true;
  }

  ask(text: string, answer: (typed: string) => string, { isSecret = false } = {}): string {
    this.#question = { text, answer, isSecret };
    return '';
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.leaveConfiguration();
    this.#router.lines.delete(this.line);
  }

  /** The answer, without echo, prompt and last line end. */
  async execute(typed: string): Promise<string> {
    const question = this.#question;
    if (question !== undefined) {
      this.#question = undefined;
      return question.answer(typed.trim());
    }
    const { quirk } = this.#router;
    const line = quirk.retype(typed.trim(), this);
    return quirk.onLine(line, this, this.#router) ?? this.#obey(line);
  }

  async #obey(line: string): Promise<string> {
    if (line === '' || line.startsWith('!')) return '';
    if (this.#configuration === undefined) return this.#executeCommand(line);
    const shown = DO.exec(line)?.groups?.['command'];
    if (shown !== undefined) return this.#executeCommand(shown);
    const left = /^end$/i.test(line) || (/^exit$/i.test(line) && this.#configuration.submode === 'config');
    if (!left) return this.#configuration.type(line, this.prompt.length);
    this.leaveConfiguration();
    return '';
  }

  /** What `end` and Ctrl-Z do. */
  leaveConfiguration(): void {
    if (this.#configuration === undefined) return;
    this.#configuration.leaveSubmode();
    this.#configuration = undefined;
    const by = this.isInternal ? `vty${this.line}` : `${this.user} on vty${this.line} (127.0.0.1)`;
    this.#router.say('SYS-5-CONFIG_I', `Configured from console by ${by}`);
  }

  async #executeCommand(line: string): Promise<string> {
    const pipe = PIPE.exec(line)?.groups;
    const filter = pipe === undefined ? undefined : filterNamed(pipe['filter'] ?? '');
    if (pipe === undefined || filter === undefined) return this.#runCommand(line);
    const output = await this.#runCommand(pipe['command'] ?? '');
    // A refusal goes to the terminal, not through the pipe.
    return isRefusal(output) ? output : applyFilter(this.#router, filter, pipe['argument'] ?? '', output);
  }

  async #runCommand(line: string): Promise<string> {
    const match = matchCommand(commandsOf(this.#router.spec, this.privilege), line);
    if (match.is === 'match')
      return this.#router.quirk.onOutput(await match.command.run(this.#router, match.values, this, match.options), line);
    if (match.is === 'incomplete') return '% Incomplete command.\n';
    if (match.is === 'ambiguous') return `% Ambiguous command:  "${line}"`;
    return invalidInput(this.prompt.length + match.column);
  }
}
