/** A line of a text is where it starts and where it ends, without its line end. */
export interface Line {
  start: number;
  end: number;
}

export function lineAt(text: string, at: number): Line {
  const end = text.indexOf('\n', at);
  return { start: at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1, end: end === -1 ? text.length : end };
}

export function lineBelow(text: string, { end }: Line): Line | undefined {
  return end >= text.length ? undefined : lineAt(text, end + 1);
}

export function lineAbove(text: string, { start }: Line): Line | undefined {
  return start === 0 ? undefined : lineAt(text, start - 1);
}
