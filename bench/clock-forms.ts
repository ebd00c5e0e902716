/** The clock forms are what becomes of a bundle's stamps on their way: relayed, without their zone, stepped, as uptimes, with lines lost. */
import type { Bundle, BundleFile } from '../src/bundle/bundle.ts';
import type { Side } from '../src/ipsec/side.ts';

/** `*Jan  5 03:05:05.000: `, as the lab stamps */
const LAB_STAMP = /^([*.]?)Jan {2}(\d) (\d{2}):(\d{2}):(\d{2})\.(\d{3}): /;
const MARK = /debugs were on until here/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface Told {
  bundle: Bundle;
  offsetMs: number;
  random: () => number;
}

interface Stamped {
  at: number;
  side: Side;
  index: number;
  mark: string;
  isMark: boolean;
}

type Restamp = (stamped: Stamped) => string | undefined;

function atOf([, , day = '', hours = '', minutes = '', seconds = '', ms = '']: RegExpExecArray): number {
  return Date.UTC(2026, 0, Number(day), Number(hours), Number(minutes), Number(seconds), Number(ms));
}

const pad = (value: number) => String(value).padStart(2, '0');

function calendar(at: number, digits: 0 | 3): string {
  const time = new Date(at);
  const day = `Jan ${String(time.getUTCDate()).padStart(2)}`;
  const clock = `${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())}`;
  return `${day} ${clock}${digits === 3 ? `.${String(time.getUTCMilliseconds()).padStart(3, '0')}` : ''}`;
}

/** Both logs with other stamps; a message whose stamp is undefined is lost with its lines. */
function restamped(bundle: Bundle, restamp: Restamp): Bundle {
  const files = (side: Side) =>
    bundle.sides[side].map((file) => (file.name === 'show_logging.txt' ? restampedFile(file, side, restamp) : file));
  return { ...bundle, sides: { a: files('a'), b: files('b') } };
}

function restampedFile(file: BundleFile, side: Side, restamp: Restamp): BundleFile {
  let isLost = false;
  const lines = file.text.split('\n').flatMap((line, index) => {
    const match = LAB_STAMP.exec(line);
    if (match === null) return isLost ? [] : [line];
    const stamp = restamp({ at: atOf(match), side, index, mark: match[1] ?? '', isMark: MARK.test(line) });
    isLost = stamp === undefined;
    return stamp === undefined ? [] : [`${stamp}${line.slice(match[0].length)}`];
  });
  return { ...file, text: lines.join('\n') };
}

function withShow(bundle: Bundle, side: Side, name: string, text: string | undefined): Bundle {
  const rest = bundle.sides[side].filter((file) => file.name !== name);
  const files = text === undefined ? rest : [...rest, { name, text, bytes: text.length }];
  return { ...bundle, sides: { ...bundle.sides, [side]: files } };
}

const HOSTS = { a: 'hq', b: 'branch' } as const;
const ZONES = { a: { name: 'EST', ms: -5 * HOUR_MS }, b: { name: 'CET', ms: HOUR_MS } } as const;
const plain: Restamp = ({ at, mark }) => `${mark}${calendar(at, 3)}: `;

/** When the story ends, on a's clock. */
const END_MS = Date.UTC(2026, 0, 5, 3, 5);
const UPTIME_MINUTES = 125;

/** Local time without a name; the clock is shown as it is in its zone, or not at all. */
function unlabelled({ bundle, offsetMs }: Told, isShown: boolean): Bundle {
  const moved = restamped(bundle, ({ at, side, mark }) => `${mark}${calendar(at + ZONES[side].ms, 3)}: `);
  return (['a', 'b'] as const).reduce((made, side) => {
    const { name, ms } = ZONES[side];
    const local = new Date(END_MS + (side === 'a' ? 0 : offsetMs) + ms);
    const shown = `${local.toISOString().slice(11, 23)} ${name} ${local.toUTCString().slice(0, 3)} Jan ${local.getUTCDate()} 2026\n`;
    return withShow(made, side, 'show_clock_detail.txt', isShown ? shown : undefined);
  }, moved);
}

function asUptimes({ bundle, offsetMs }: Told, sides: readonly Side[], isKnown: boolean): Bundle {
  const end = (side: Side) => END_MS + (side === 'a' ? 0 : offsetMs);
  const moved = restamped(bundle, ({ at, side, mark }) => {
    if (!sides.includes(side)) return `${mark}${calendar(at, 3)}: `;
    const up = at - end(side) + UPTIME_MINUTES * MINUTE_MS;
    return `${pad(Math.floor(up / HOUR_MS))}:${pad(Math.floor(up / MINUTE_MS) % 60)}:${pad(Math.floor(up / 1000) % 60)}.${String(up % 1000).padStart(3, '0')}: `;
  });
  const version = `Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)\n\nhq uptime is 2 hours, 5 minutes\n`;
  return sides.reduce((made, side) => withShow(made, side, 'show_version.txt', isKnown ? version : undefined), moved);
}

function stepped({ bundle, random }: Told, isTold: boolean): Bundle {
  const side: Side = random() < 0.5 ? 'a' : 'b';
  const byMs = Math.round((random() < 0.5 ? -1 : 1) * (15_000 + random() * HOUR_MS));
  const share = 0.2 + random() * 0.6;
  const count = bundle.sides[side].find(({ name }) => name === 'show_logging.txt')?.text.split('\n').length ?? 0;
  let isAfter = false;
  return restamped(bundle, ({ at, side: own, index, mark }) => {
    if (own !== side || index > count * share) {
      const first = own === side && !isAfter && isTold;
      if (own === side) isAfter = true;
      const said = (ms: number) => `${calendar(ms, 0).slice(7)} UTC Mon Jan ${new Date(ms).getUTCDate()} 2026`;
      const update = `${mark}${calendar(at, 3)}: %SYS-6-CLOCKUPDATE: System clock has been updated from ${said(at - byMs)} to ${said(at)}, configured from console by admin.\n`;
      return `${first ? update : ''}${mark}${calendar(at, 3)}: `;
    }
    return `${mark}${calendar(at - byMs, 3)}: `;
  });
}

/** What is done to a bundle, by its name. */
export const CLOCK_FORMS = {
  'lines lost': ({ bundle, random }) => restamped(bundle, (line) => (line.isMark || random() > 0.15 ? plain(line) : undefined)),
  'relayed with both stamps': ({ bundle, offsetMs }) =>
    restamped(
      bundle,
      (line) => `${calendar(line.at - (line.side === 'a' ? 0 : offsetMs), 0)} ${HOSTS[line.side]} ${line.index}: ${plain(line)}`,
    ),
  'relayed with the relay’s stamp alone': ({ bundle, offsetMs, random }) =>
    restamped(
      bundle,
      ({ at, side, index }) => `${calendar(at - (side === 'a' ? 0 : offsetMs) + random() * 200, 0)} ${HOSTS[side]} ${index}: `,
    ),
  'relayed with a host and a colon': ({ bundle, offsetMs, random }) =>
    restamped(bundle, ({ at, side }) => `${calendar(at - (side === 'a' ? 0 : offsetMs) + random() * 200, 0)} ${HOSTS[side]}: `),
  'zones on the stamps': ({ bundle }) =>
    restamped(bundle, ({ at, side, mark }) => `${mark}${calendar(at + ZONES[side].ms, 3)} ${ZONES[side].name}: `),
  'zones of show clock': (told) => unlabelled(told, true),
  'zones that nobody tells': (told) => unlabelled(told, false),
  'a step that is told': (told) => stepped(told, true),
  'a step that is not told': (told) => stepped(told, false),
  'uptimes at both ends': (told) => asUptimes(told, ['a', 'b'], true),
  'uptimes at one end': (told) => asUptimes(told, ['b'], true),
  'uptimes of nobody knows when': (told) => asUptimes(told, ['b'], false),
} as const satisfies Record<string, (told: Told) => Bundle>;

export type ClockForm = keyof typeof CLOCK_FORMS;
