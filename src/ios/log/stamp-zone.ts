/** A zone is the name that IOS prints after a stamp; `clock timezone` lets people choose any, so the table holds what is common. */

const HOUR = 60;

/** Minutes east of UTC. Where one name serves several zones (CST, IST) it is the most common reading. [L] */
const ZONES: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: HOUR,
  BST: HOUR,
  CET: HOUR,
  MET: HOUR,
  CEST: 2 * HOUR,
  MEST: 2 * HOUR,
  METDST: 2 * HOUR,
  CETDST: 2 * HOUR,
  EET: 2 * HOUR,
  EEST: 3 * HOUR,
  MSK: 3 * HOUR,
  SAST: 2 * HOUR,
  GST: 4 * HOUR,
  IST: 5 * HOUR + 30,
  SGT: 8 * HOUR,
  HKT: 8 * HOUR,
  AWST: 8 * HOUR,
  JST: 9 * HOUR,
  KST: 9 * HOUR,
  ACST: 9 * HOUR + 30,
  ACDT: 10 * HOUR + 30,
  AEST: 10 * HOUR,
  AEDT: 11 * HOUR,
  NZST: 12 * HOUR,
  NZDT: 13 * HOUR,
  BRT: -3 * HOUR,
  ART: -3 * HOUR,
  AST: -4 * HOUR,
  ADT: -3 * HOUR,
  EST: -5 * HOUR,
  EDT: -4 * HOUR,
  CST: -6 * HOUR,
  CDT: -5 * HOUR,
  MST: -7 * HOUR,
  MDT: -6 * HOUR,
  PST: -8 * HOUR,
  PDT: -7 * HOUR,
  AKST: -9 * HOUR,
  AKDT: -8 * HOUR,
  HST: -10 * HOUR,
};

/** `UTC+2`, `GMT-3`: a name that people make up to say the distance. [L] */
const DISTANCE = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/;

/** Names that several zones share: only the configuration tells which is meant. */
const AMBIGUOUS = new Set(['AST', 'BST', 'CST', 'GST', 'IST', 'SST']);

export function isAmbiguousZone(zone: string): boolean {
  return AMBIGUOUS.has(zone.toUpperCase());
}

/** Minutes east of UTC; 0 for a name that nobody can know. */
export function zoneMinutes(zone: string): number {
  return knownZoneMinutes(zone) ?? 0;
}

/** By name in capitals: what a device's own configuration says of its zones. */
export type NamedZones = Readonly<Record<string, number>>;

/** Minutes east of UTC, the device's own names first; undefined for a name that nobody can know: people may call a zone anything. */
export function knownZoneMinutes(zone: string, named: NamedZones = {}): number | undefined {
  const name = zone.toUpperCase();
  const known = named[name] ?? ZONES[name];
  if (known !== undefined) return known;
  const distance = DISTANCE.exec(zone);
  if (distance === null) return undefined;
  const [, sign, hours, minutes = '0'] = distance;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes));
}

/** `clock timezone CET 1 0`, `clock timezone IST 5 30` [C] */
export const TIMEZONE = /^\s*clock timezone (\S{1,10}) (-?\d{1,2})(?: (\d{1,2}))?\s*$/m;
/** `clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00`, `… 2:00 60` [C] */
export const SUMMER_TIME = /^\s*clock summer-time (\S{1,10}) (?:recurring|date)\b(?:.* \d{1,2}:\d{2} (\d{1,4})\s*$)?/m;
/** ` service timestamps debug datetime msec localtime show-timezone` */
export const TIMESTAMPS = /^\s*service timestamps (?:debug|log) datetime\b(.*)$/gm;

/** What a configuration says of the zones by which a device stamps. */
export interface ConfiguredZones {
  named: NamedZones;
  /** False: stamps are of UTC, which is what IOS does when it is not told otherwise [C]; undefined when no line says. */
  isLocal: boolean | undefined;
}

export function readZones(configuration: string): ConfiguredZones {
  const [, name, hours = '0', minutes = '0'] = TIMEZONE.exec(configuration) ?? [];
  const [, summer, extra = '60'] = SUMMER_TIME.exec(configuration) ?? [];
  const standard = Number(hours) * HOUR + (hours.startsWith('-') ? -1 : 1) * Number(minutes);
  const stamps = [...configuration.matchAll(TIMESTAMPS)].map(([, options = '']) => /\blocaltime\b/.test(options));
  return {
    named: {
      ...(name === undefined ? {} : { [name.toUpperCase()]: standard }),
      ...(summer === undefined ? {} : { [summer.toUpperCase()]: standard + Number(extra) }),
    },
    isLocal: stamps.length === 0 || stamps.some((each) => each !== stamps[0]) ? undefined : stamps[0],
  };
}
