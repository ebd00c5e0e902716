/** Drawing a capture that waits makes a few lines of its view, for a terminal of any width. */

import { plainLine } from '../plain-text.ts';
import type { RouterView, WaitingView } from '../run/waiting.ts';
import { printSpan } from '../timeline/span.ts';
import { count } from './ask-playbook.ts';

/** `sinceMs`: how long ago the view was told. None is wider than `columns`. */
export function drawWaiting(view: WaitingView, sinceMs: number, columns: number): string[] {
  const { captureId, playbook, lease, routers, bundles, incidents } = view;
  const left = Math.max(0, lease.leftSeconds - Math.floor(sinceMs / 1000));
  const home = bundles === 0 ? 'nothing captured yet' : `${count(bundles, 'bundle')} so far, ${count(incidents, 'incident')}`;
  return [
    '',
    `WAITING ${captureId}  ${playbook}: ${home}`,
    `  lease: ${left === 0 ? 'over' : `${printSpan(left * 1000)} left`}, until ${lease.endsAt.slice(0, 19).replace('T', ' ')}Z`,
    ...routers.flatMap((router) => drawRouter(router, Date.parse(view.at) + sinceMs)),
    '  Ctrl-C stops, and puts the routers back',
  ].map((line) => clipped(plainLine(line), columns));
}

function drawRouter({ side, name, said, lookedAt, buffer, cpuPercent, lastMessage }: RouterView, nowMs: number): string[] {
  const ago = lookedAt === null ? [] : [sayAgo(nowMs - Date.parse(lookedAt))];
  const kilobytes = Math.round(buffer.bytes / 1024);
  const full = buffer.filledPercent === null ? [] : [`buffer about ${buffer.filledPercent} % of ${kilobytes} kB`];
  const cpu = cpuPercent === null ? [] : [`CPU ${cpuPercent} %`];
  const facts = [...ago, ...full, ...cpu];
  return [
    `  ${name} (${side}): ${said}`,
    ...(facts.length === 0 ? [] : [`    ${facts.join(', ')}`]),
    ...(lastMessage === null || lastMessage.text === said ? [] : [`    last: ${lastMessage.at.slice(11, 19)}Z ${lastMessage.text}`]),
  ];
}

function sayAgo(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 1 ? 'looked just now' : `looked ${printSpan(seconds * 1000)} ago`;
}

/** The whole of it was told above, and is in the journal. */
function clipped(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, columns - 4)}...`;
}
