/** A line is a terminal line in use, as the commands that are typed on it see it. */

export interface Line {
  /** Its number, of `line vty`. */
  readonly line: number;
  privilege: number;
  /** 0: the pager is off. */
  pageLines: number;
  /** Of the terminal; 0: lines are never shifted. */
  columns: number;
  /** `terminal monitor` */
  isMonitoring: boolean;
  /** EEM's own: needs no password. */
  readonly isInternal: boolean;
  /** Asks back; the next line that is typed answers it. */
  ask(text: string, answer: (typed: string) => string, options?: { isSecret?: boolean }): string;
  enterConfiguration(): void;
  close(): void;
}
