/** How a router refuses a line. */

/** The marker stands under the first word that fits no command. [C] */
export function invalidInput(column: number): string {
  return `${' '.repeat(column)}^\n% Invalid input detected at '^' marker.\n`;
}

/** True for an answer by which a router refuses a line. */
export function isRefusal(output: string): boolean {
  return /^(?: *\^\n)?% (?:Invalid input|Incomplete command|Ambiguous command)/.test(output);
}
