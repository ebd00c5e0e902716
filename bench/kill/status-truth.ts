/** What `flaptrap status` says of a router, held against what the router truly holds. */
import type { Side } from '../../src/ipsec/side.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import type { Look } from './lab-client.ts';
import { type Reference, type Truth, truthOf } from './reference.ts';

const NAMES = { a: 'hq', b: 'branch' } as const;

/** `armed, not triggered yet`, said without a reservation. */
const ARMED = /\barmed\b/;
const RESERVATION =
  /disarmed|\b(?:not|no longer|half|partly|never) armed|missing|lack|gone|without|incomplete|blind|\bno (?:applet|trap|debug)/;
const SPRUNG = /triggered|recording saved|freez|frozen|tail|on flash|file|evidence/;
const UNASKED = /could not be reached|not asked|unreachable/;

const TRUE_OF: Record<Truth, (text: string) => boolean> = {
  armed: (text) => ARMED.test(text) && !RESERVATION.test(text),
  nothing: (text) => !ARMED.test(text) || RESERVATION.test(text),
  part: (text) => !ARMED.test(text) || RESERVATION.test(text),
  freezing: (text) => SPRUNG.test(text) && !/not triggered/.test(text),
  frozen: (text) => SPRUNG.test(text) && !/not triggered/.test(text),
};

/** The lines on one router: its own, and the deeper ones below it. */
function textOn(side: Side, said: string): string {
  const lines = said.split('\n');
  const at = lines.findIndex((line) => line.includes(`${NAMES[side]} (${side})`));
  if (at === -1) return '';
  const depth = indentOf(lines[at] ?? '');
  const end = lines.findIndex((line, index) => index > at && indentOf(line) <= depth);
  return lines
    .slice(at, end === -1 ? undefined : end)
    .join('\n')
    .toLowerCase();
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A router goes on while it is asked: what held before or after is true. */
export function liesOfStatus(reference: Reference, said: string, looks: readonly Look[], captureId: string): string[] {
  return SIDES.flatMap((side) => {
    const truths = [...new Set(looks.map(({ state }) => truthOf(reference, side, state[side], captureId)))];
    const text = textOn(side, said);
    if (text === '') {
      const holds = truths.every((truth) => truth !== 'nothing');
      return holds ? [`status says nothing of ${side}, which holds: ${truths.join(', then ')}`] : [];
    }
    if (UNASKED.test(text)) return [`status could not ask ${side}, which is up`];
    return truths.some((truth) => TRUE_OF[truth](text))
      ? []
      : [`status says of ${side} "${text.trim()}" and the truth is: ${truths.join(', then ')}`];
  });
}
