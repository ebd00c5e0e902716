/** The ears of the page: where routers are heard, who may send, and how many captures may begin because of it. */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { type Ears, openEars } from '../fleet/ears.ts';
import type { DoorOptions } from '../syslog/doors.ts';
import type { Log } from './log.ts';
import type { Worker } from './open-worker.ts';

/** `udp:0.0.0.0:514`, as --syslog has it. */
export interface SyslogDoor {
  kind: 'udp' | 'tcp' | 'tls';
  host: string;
  port: number;
}

export interface EarChoices {
  syslog?: SyslogDoor[] | undefined;
  allow?: string[] | undefined;
  syslogCert?: string | undefined;
  syslogKey?: string | undefined;
  syslogCa?: string | undefined;
  springs: number;
}

/** Many messages of one trouble spring many captures: an hour has room for four of the worst minutes. */
const MINUTES_OF_AN_HOUR = 4;

/** Undefined where nobody is to be heard. */
export async function openOwnEars(
  choices: EarChoices,
  { engine, records }: Pick<Worker, 'engine' | 'records'>,
  log: Log,
): Promise<Ears | undefined> {
  const { syslog = [], allow = [], springs } = choices;
  if (syslog.length === 0) return undefined;
  if (allow.length === 0)
    throw new FlaptrapError('input', '--syslog hears nobody unless it is said who may send', {
      next: 'name addresses and networks with --allow, for example --allow 192.0.2.0/24',
    });
  return openEars({
    engine,
    playbooksOf: (captureIds) => records.playbooksOf(captureIds),
    listen: { ...doorsOf(syslog, choices), allowed: allow },
    budget: { perMinute: springs, perHour: springs * MINUTES_OF_AN_HOUR },
    sprung: ({ what, captureId, side, why }) =>
      log.note(what === 'sprung' ? 'info' : 'warn', `${captureId}: a message of side ${side}: ${what}${why === null ? '' : `: ${why}`}`, {
        captureId,
      }),
    tell: (what) => log.note('warn', what),
    now: Date.now,
  });
}

function doorsOf(syslog: readonly SyslogDoor[], choices: EarChoices): DoorOptions {
  const of = (kind: SyslogDoor['kind']) => syslog.filter((door) => door.kind === kind).map(({ host, port }) => ({ host, port }));
  const secure = of('tls');
  return { udp: of('udp'), tcp: of('tcp'), tls: secure.length === 0 ? [] : secure.map((door) => ({ ...door, ...certificateOf(choices) })) };
}

function certificateOf({ syslogCert, syslogKey, syslogCa }: EarChoices): { cert: string; key: string; ca?: string } {
  if (syslogCert === undefined || syslogKey === undefined)
    throw new FlaptrapError('input', '--syslog tls: needs a certificate', { next: 'give --syslog-cert and --syslog-key' });
  return { cert: readText(syslogCert), key: readText(syslogKey), ...(syslogCa === undefined ? {} : { ca: readText(syslogCa) }) };
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileTrouble('read', path, error);
  }
}

export function parseDoor(text: string, before: SyslogDoor[] = []): SyslogDoor[] {
  const [, kind, at = ''] = /^(udp|tcp|tls):(.+)$/.exec(text) ?? [];
  if (kind === undefined) throw new InvalidArgumentError('expected udp:, tcp: or tls: with address and port, such as udp:0.0.0.0:514.');
  return [...before, { kind: kind as SyslogDoor['kind'], ...parseListen(at) }];
}

export function parseListen(text: string): { host: string; port: number } {
  const [, six, host = six ?? '', port = ''] = /^(?:\[([0-9a-fA-F:]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  if (host === '' || Number(port) > 65_535) throw new InvalidArgumentError('expected an address and a port, such as 127.0.0.1:8643.');
  return { host, port: Number(port) };
}

export function gather(text: string, before: string[] = []): string[] {
  return [...before, text];
}
