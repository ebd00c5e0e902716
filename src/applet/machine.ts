/** A machine is a running applet's memory: its variables, and what references to them become. */

/** A `$name` in a text. */
export const REFERENCE = /\$(\w+)/g;

export class UnknownVariableError extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`could not find environment variable: ${variable}`);
    this.variable = variable;
  }
}

export class Machine {
  readonly variables: Map<string, string>;
  /** What becomes of the run when an action fails. [L] eem.md 5 */
  onError: 'exit' | 'ignore' | 'warn' = 'exit';

  constructor(variables: Readonly<Record<string, string>>) {
    this.variables = new Map(Object.entries({ _exit_status: '0', ...variables }));
  }

  set(name: string, value: string | number): void {
    this.variables.set(name, String(value));
  }

  get(name: string): string {
    const value = this.variables.get(name);
    if (value === undefined) throw new UnknownVariableError(name);
    return value;
  }

  /** The text with every reference replaced; throws UnknownVariableError, since the device aborts there. [L] eem.md 7 */
  expand(text: string): string {
    return text.replace(REFERENCE, (_reference, name: string) => this.get(name));
  }

  /** As `expand`; `\n` in the applet's own text is a newline, what a variable holds stays as it is. [L] eem.md 6 */
  read(text: string): string {
    return this.expand(text.replace(/(?<!\\)\\n/g, '\n'));
  }

  /** A value as a whole number; IOS counts in 32 bits. [C] */
  number(text: string | number): number {
    const value = Number(text);
    return Number.isFinite(value) ? Math.trunc(value) | 0 : 0;
  }
}
