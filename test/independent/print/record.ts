/** One end's record: its messages in order, each with its stamp, behind the header of `show logging`; what of them is left, and what is seen to be lost. */
import type { Happening, Peer } from '../model/state.ts';
import { castsOf } from './epochs.ts';
import { ikev2Words } from './ikev2.ts';
import { ipsecWords, syslogWords } from './ipsec.ts';
import { isakmpWords } from './isakmp.ts';
import type { Cast, Family, Message } from './words.ts';

export interface Entry extends Message {
  at: number;
  peer: Peer;
  happening: Happening;
}

/** What is printed for one run, before anything is lost. */
export function entriesOf(base: Cast, log: readonly Happening[]): Entry[] {
  const restart = log.find(({ kind }) => kind === 'restart')?.at ?? Number.POSITIVE_INFINITY;
  const inOrder = log.toSorted((one, two) => one.at - two.at);
  const castOf = castsOf(base, inOrder);
  return inOrder.flatMap((happening) => {
    const cast = castOf(happening);
    return (
      [
        ...(BEFORE.has(happening.kind) ? ipsecWords(cast, happening) : []),
        ...(cast.ike === 1 ? isakmpWords(cast, happening) : ikev2Words(cast, happening)),
        ...(BEFORE.has(happening.kind) ? [] : ipsecWords(cast, happening)),
        ...syslogWords(cast, happening),
      ]
        // A router that comes up debugs nothing.
        .filter(({ family }) => family === 'syslog' || happening.peer === 'S' || happening.at < restart)
        .map((message) => ({ ...message, at: happening.at, peer: happening.peer, happening }))
    );
  });
}
const BEFORE = new Set(['asks']);

/** How one end's record was kept. */
export interface Keeping {
  families: readonly Family[];
  /** `show logging` with its counts; contiguous numbers; a terminal's log; or bare lines. */
  form: 'counted' | 'numbered' | 'counted-numbered' | 'bare';
  /** Happenings of this end of which nothing is left, from the one until before the other; in a numbered record the numbers show it. */
  lost: { from: number; to: number } | undefined;
  isAbsent: boolean;
  shows: boolean;
}

export function keep(entries: readonly Entry[], peer: Peer, { isAbsent, families, form, lost }: Keeping): Entry[] {
  if (isAbsent) return [];
  const own = logged(entries, peer, form).filter(({ family }) => families.includes(family));
  if (lost === undefined) return own;
  const happenings = new Set(losable(own).slice(lost.from, lost.to));
  return own.filter(({ happening }) => !happenings.has(happening));
}

/** What was logged into what is read: a buffer is empty after a restart, a server's file is not. */
function logged(entries: readonly Entry[], peer: Peer, form: Keeping['form']): Entry[] {
  const own = entries.filter((entry) => entry.peer === peer);
  const restart = form.startsWith('counted') ? own.findIndex(({ happening }) => happening.kind === 'restart') : -1;
  return restart === -1 ? own : own.slice(restart);
}

/** What may be lost: not the message itself, without which there is no incident, nor noise, nor what comes and goes. */
export function losable(entries: readonly Entry[]): Happening[] {
  return [...new Set(entries.map(({ happening }) => happening))].filter(
    (happening) => happening.kind !== 'unknown-spi' && happening.kind !== 'noise' && !isRoutine(happening),
  );
}

/** Probes that are answered come and go in any number. */
export const isRoutine = ({ kind, note }: Happening): boolean => kind.startsWith('probe-') && (note ?? '') === '';

/** Whether the record itself shows that nothing is lost. */
export function isProven({ form, lost, isAbsent }: Keeping): boolean {
  return !isAbsent && form !== 'bare' && lost === undefined;
}

export interface Stamp {
  /** Ms since 1970 at the model's 0. */
  base: number;
  skew: number;
  hasYear: boolean;
  zone: string;
  mark: string;
  hasMsec: boolean;
  firstNumber: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (figure: number): string => String(figure).padStart(2, '0');

export function stampOf(at: number, { base, skew, hasYear, zone, mark, hasMsec }: Stamp): string {
  const date = new Date(base + Math.round(at) + skew);
  const day = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, ' ')}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${mark}${day}${hasYear ? ` ${date.getUTCFullYear()}` : ''} ${time}${hasMsec ? `.${String(date.getUTCMilliseconds()).padStart(3, '0')}` : ''}${zone}: `;
}

export interface Printed {
  text: string;
  /** Line numbers, from 1, of each entry that is left. */
  lines: Map<Entry, number[]>;
}

/** Prints what is left. `all`: what there was, so that numbers and counts can tell of the rest. */
export function printRecord(kept: readonly Entry[], all: readonly Entry[], keeping: Keeping, stamp: Stamp): Printed {
  const isNumbered = keeping.form === 'numbered' || keeping.form === 'counted-numbered';
  const out: string[] = [];
  const lines = new Map<Entry, number[]>();
  const [first] = all;
  const own =
    first === undefined
      ? []
      : logged(all, first.peer, keeping.form).filter(({ family }) => keeping.families.includes(family) && family !== 'terminal');
  const numberOf = new Map(own.map((entry, index) => [entry, stamp.firstNumber + index]));
  if (keeping.form.startsWith('counted')) out.push(...headerOf(own.length));
  for (const entry of kept) {
    const first = out.length + 1;
    const head =
      entry.family === 'terminal'
        ? ''
        : `${isNumbered ? `${String(numberOf.get(entry) ?? 0).padStart(6, '0')}: ` : ''}${stampOf(entry.at, stamp)}`;
    out.push(...entry.lines.map((line, index) => (index === 0 ? `${head}${line}` : line)));
    lines.set(
      entry,
      Array.from({ length: out.length - first + 1 }, (_, index) => first + index),
    );
  }
  return { text: `${out.join('\n')}\n`, lines };
}

function headerOf(count: number): string[] {
  return [
    'Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)',
    '',
    'No Active Message Discriminator.',
    '',
    'No Inactive Message Discriminator.',
    '',
    '',
    '    Console logging: level informational, 0 messages logged, xml disabled,',
    '                     filtering disabled',
    '    Monitor logging: level debugging, 0 messages logged, xml disabled,',
    '                     filtering disabled',
    `    Buffer logging:  level debugging, ${count} messages logged, xml disabled,`,
    '                    filtering disabled',
    '    Exception Logging: size (4096 bytes)',
    '    Count and timestamp logging messages: disabled',
    '    Persistent logging: disabled',
    '',
    'No active filter modules.',
    '',
    '    Trap logging: level informational, 0 message lines logged',
    '',
    'Log Buffer (4096000 bytes):',
    '',
  ];
}
