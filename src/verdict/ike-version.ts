/** Which IKE the tunnel speaks: the debugs of IPsec alone do not say it. */
import { SIDES } from '../ipsec/side.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import { once } from './views.ts';

/** The only one that it speaks: as it was seen, or else as its ends show their sessions and are configured. */
export function ikeVersionOf(timeline: Timeline): 1 | 2 | undefined {
  return seenVersion(timeline) ?? configuredVersion(timeline);
}

/** By whatever tells the version: events, messages of the log, families heard, and the SAs that a show lists; undefined where nothing does, or both are spoken. */
const seenVersion = once(({ events, recordings, states }): 1 | 2 | undefined => {
  const versions = new Set<1 | 2 | undefined>();
  for (const event of events) versions.add(versionOf(event));
  for (const side of SIDES) {
    for (const family of recordings[side].families) if (family === 'ikev2' || family === 'isakmp') versions.add(family === 'ikev2' ? 2 : 1);
    for (const { file } of states[side].ikeSas ?? []) versions.add(/ikev2/i.test(file) ? 2 : 1);
  }
  return onlyOf(versions);
});

const configuredVersion = once(({ states }): 1 | 2 | undefined => {
  const versions = SIDES.flatMap((side) => [
    states[side].configuredIke?.value,
    ...(states[side].sessions ?? []).map(({ value }) => value.ikeVersion),
  ]);
  return onlyOf(new Set(versions));
});

function onlyOf(versions: ReadonlySet<1 | 2 | undefined>): 1 | 2 | undefined {
  if (versions.has(1) === versions.has(2)) return undefined;
  return versions.has(2) ? 2 : 1;
}

/** Seen to do so: what is configured proves no exchange. */
export function speaksIkev2Alone(timeline: Timeline): boolean {
  return seenVersion(timeline) === 2;
}

/** `%IKEV2-5-SA_UP`, `%CRYPTO-6-IKMP_MODE_FAILURE`, `%CRYPTO-5-IKEV2_SESSION_STATUS` */
function versionOf(event: TimedEvent): 1 | 2 | undefined {
  if (event.kind !== 'syslog') return 'version' in event ? event.version : undefined;
  if (event.facility === 'IKEV2' || event.mnemonic.startsWith('IKEV2')) return 2;
  return event.mnemonic.startsWith('IKMP') ? 1 : undefined;
}
