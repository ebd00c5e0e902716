/** What is said of a capture or a rehearsal is kept as lines, the newest last, and never more than so many. */
import type { News } from '../run/ports.ts';

export function addLine(lines: string[], { peer, text }: Extract<News, { about: 'progress' }>, linesMax: number): void {
  lines.push(peer === undefined ? text : `${peer}: ${text}`);
  if (lines.length > linesMax) lines.shift();
}
