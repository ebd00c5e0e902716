/** A look is one thing that doctor looked at: whether it is as it must be, and the command that mends it. */

export interface Look {
  about: 'machine' | 'login' | 'host keys';
  /** `note`: it can be worked with; `lacks`: a capture would fail. */
  is: 'ok' | 'note' | 'lacks';
  said: string;
  /** What to type. */
  mend?: string | undefined;
}

export function printLook({ is, said, mend }: Look): string[] {
  return [`  ${is.padEnd(5)}  ${said}`, ...(mend === undefined ? [] : [`         mend: ${mend}`])];
}

/** As a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
