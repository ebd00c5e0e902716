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

/** Minutes east of UTC; 0 for a name that nobody can know. */
export function zoneMinutes(zone: string): number {
  const known = ZONES[zone.toUpperCase()];
  if (known !== undefined) return known;
  const distance = DISTANCE.exec(zone);
  if (distance === null) return 0;
  const [, sign, hours, minutes = '0'] = distance;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes));
}
