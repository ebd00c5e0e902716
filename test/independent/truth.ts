/** What is true of each unknown SPI of a run, by the definitions of ike.md 8: the causes that an honest engineer may name, the root first, and the chain. */
import type { Gone, Net, Told, Unknown } from './model/state.ts';
import type { World } from './model/world.ts';

export interface Truth {
  /** The root first; the others are true of the run as well. */
  causes: readonly string[];
  forgot: readonly string[];
  told: readonly string[];
  sends: readonly string[];
  /** Kinds of happening that show it, each with the end at which it happened. */
  decisive: readonly string[];
}

export function truthOf(world: World, unknown: Unknown): Truth {
  const plain = truthBefore(world, unknown);
  // R may answer the packet itself with a DELETE (seed.md 5): S is told then, too late for this one.
  const isAnswered = world.log.some(({ kind, pair, note }) => kind === 'delete-sent' && note === 'answer' && pair === unknown.pair);
  return isAnswered && plain.told.length > 0 ? { ...plain, told: [...plain.told, 'late'] } : plain;
}

function truthBefore(world: World, unknown: Unknown): Truth {
  const { pair: id, from } = unknown;
  if (from === 'tloc')
    return told(['sdwan-stale-tloc'], ['never-had'], ['not-needed', 'not-sent'], ['still-current', 'data-plane-stale'], ['R unknown-spi']);
  if (from === 'stranger' || id === null)
    return told(['foreign-traffic'], ['never-had'], ['not-needed', 'not-sent'], ['not-the-sender'], ['R unknown-spi']);
  if (from === 'S-moved')
    return told(
      ['sender-address-changed'],
      [],
      ['not-needed', 'not-sent'],
      ['still-current', 'not-the-sender'],
      ['S new-address', 'R unknown-spi'],
    );
  const pair = world.pair(id);
  const isEarly = pair.gone.R?.why !== 'early-packet' && pair.installedAt !== undefined && unknown.at < pair.installedAt;
  const gone = isEarly ? { why: 'not-yet' as const, at: 0, told: 'not-needed' as const } : pair.gone.R;
  // S used it early, and R then dropped it for the other one.
  if (isEarly && pair.gone.R?.why === 'duplicate')
    return told(['simultaneous-rekey', 'rekey-race'], [...FORGOT.duplicate, ...FORGOT['not-yet']], [], [], ['R gone']);
  if (gone === undefined || (gone.at > unknown.at && gone.why !== 'early-packet')) return whileHeld(world, id);
  // To the end of the run it sends by what its own IKE has let go.
  const isStale = world.setup.isStaleAtS && pair.gone.S !== undefined && world.sending === id;
  const reason = byReason(gone.why, gone.told, pair.netAtGone ?? world.net, isRefused(world, id));
  if (!isStale) return reason;
  // What came before S was told has R's reason; but ESP did not end with a round trip.
  const isBefore = unknown.at < (pair.gone.S?.at ?? 0);
  const also = isBefore ? reason.causes.filter((cause) => cause !== 'rekey-reorder') : gone.why.startsWith('cleared') ? ['sa-cleared'] : [];
  const sends = isBefore ? ['data-plane-stale', ...reason.sends] : ['data-plane-stale'];
  // What R let go because S said so needs no DELETE of R, whatever S's data plane does then.
  const ways = gone.why === 'by-peer' ? toldBy(gone.why, gone.told, world.net) : ['in-time', 'late', 'lost'];
  return told(['sender-data-plane-stale', ...also], FORGOT[gone.why], ways, sends, ['S delete-heard', 'S gone']);
}
function whileHeld(world: World, id: number): Truth {
  if (world.isRebound) return told(['nat-rebinding'], [], ['not-needed', 'not-sent'], ['still-current'], ['R probe-heard']);
  const cause = world.setup.isFf && id === 0 ? 'spi-0xff-defect' : 'receiver-data-plane-missing';
  return told([cause], ['data-plane-missing'], ['not-needed', 'not-sent'], ['still-current'], ['R unknown-spi']);
}

const isRefused = (world: World, id: number): boolean =>
  world.log.some(({ kind, pair }) => kind === 'refuses' && pair !== undefined && world.pair(pair).of === id);

function told(causes: string[], forgot: readonly string[], told: string[], sends: string[], decisive: string[]): Truth {
  return { causes, forgot, told, sends, decisive };
}

const FORGOT: Record<Gone, readonly string[]> = {
  cleared: ['deleted-by-operator'],
  'cleared-unseen': ['deleted-by-operator'],
  'by-user': ['deleted-by-operator', 'deleted-with-ike-sa'],
  'expired-time': ['deleted-by-lifetime'],
  'expired-volume': ['deleted-by-volume'],
  'expired-idle': ['deleted-by-idle'],
  'with-ike': ['deleted-with-ike-sa'],
  dpd: ['deleted-by-dpd', 'deleted-with-ike-sa'],
  retired: ['replaced-at-rekey'],
  duplicate: ['deleted-as-duplicate'],
  'by-peer': ['deleted-by-peer', 'replaced-at-rekey'],
  'early-packet': ['killed-by-early-packet'],
  reload: ['lost-state'],
  failover: ['never-had', 'lost-state'],
  'refused-new': ['rejected', 'never-had'],
  'no-memory': ['never-had', 'rejected'],
  'not-installed': ['never-had', 'rejected'],
  elsewhere: ['never-had'],
  'not-yet': ['not-yet-installed'],
  'data-plane': ['data-plane-missing'],
};

/** Causes that are the reason itself, with what shows it. */
const PLAIN: Partial<Record<Gone, readonly [string, ...string[]]>> = {
  'not-yet': ['rekey-race', 'R made'],
  'early-packet': ['new-sa-killed-by-early-packet', 'R gone'],
  reload: ['peer-reloaded', 'R restart'],
  failover: ['ha-failover', 'R active'],
  elsewhere: ['misrouted-esp', 'S probe-answered', 'S made'],
  'refused-new': ['half-open-ikev2', 'R identity-refused'],
  'no-memory': ['resource-exhaustion', 'R no-memory'],
  'not-installed': ['simultaneous-initiation', 'R not-installed'],
  duplicate: ['simultaneous-rekey', 'R gone'],
};

function byReason(why: Gone, how: Told, net: Net, isRefused: boolean): Truth {
  const plain = PLAIN[why];
  if (plain !== undefined) return plainly(why, plain);
  return told(
    causesOf(why, how, net, isRefused),
    FORGOT[why],
    toldBy(why, how, net),
    isInFlight(why, how) ? ['in-flight'] : ['still-current'],
    DECISIVE[why] ?? ['R gone'],
  );
}

function plainly(why: Gone, [cause, ...decisive]: readonly [string, ...string[]]): Truth {
  if (why === 'not-yet') return told([cause], FORGOT[why], ['not-sent', 'not-needed'], ['early'], decisive);
  if (why === 'early-packet')
    return told([cause], FORGOT[why], ['not-sent', 'lost', 'late', 'in-time', 'not-needed'], ['still-current', 'early'], decisive);
  return told([cause], FORGOT[why], ['not-sent', 'not-needed'], ['still-current'], decisive);
}

const isInFlight = (why: Gone, how: Told): boolean => how === 'in-time' || why === 'by-peer';
/** IKE does not pass, ESP does. */
const isShut = ({ toR, toS, esp }: Net): boolean => !toR && !toS && esp;

function causesOf(why: Gone, how: Told, net: Net, isRefused: boolean): string[] {
  if (why === 'dpd')
    return !net.esp ? ['path-outage'] : !net.toR || !net.toS ? ['dpd-false-positive', 'ike-blocked'] : ['dpd-false-positive'];
  const roots = isRefused && why === 'expired-time' ? ['rekey-refused'] : (ROOTS[why] ?? []);
  const ways = isInFlight(why, how) ? ['rekey-reorder'] : (WAYS[how] ?? []);
  // A DELETE that could not be sent, or was not, was not blocked.
  if (how === 'unsendable' || how === 'not-sent') return [...roots, ...ways];
  if (isShut(net)) return ['ike-blocked', ...roots, ...ways];
  return [...roots, ...ways, ...(net.esp && net.toR && !net.toS ? ['ike-blocked'] : [])];
}

const WAYS: Partial<Record<Told, string[]>> = { lost: ['delete-lost'], late: ['delete-lost'], unsendable: ['delete-unsendable'] };

function toldBy(why: Gone, how: Told, net: Net): string[] {
  if (why === 'dpd') return ['not-sent', 'lost'];
  if (why === 'by-peer') return ['not-needed', 'in-time', 'not-sent'];
  if (how === 'unsendable') return ['not-sent'];
  // A first copy that is lost, and a second one that comes late, are told in either word.
  return how === 'late' || (how === 'lost' && net.toS) ? ['lost', 'late'] : [how];
}

const ROOTS: Partial<Record<Gone, readonly string[]>> = {
  cleared: ['sa-cleared'],
  'cleared-unseen': ['sa-cleared'],
  'by-user': ['sa-cleared'],
  'expired-time': ['lifetime-mismatch'],
  'expired-volume': ['volume-lifetime-expired'],
  'expired-idle': ['sa-idle-expired'],
};

const DECISIVE: Partial<Record<Gone, string[]>> = {
  cleared: ['R clear-echo', 'R gone'],
  'by-user': ['R by-user', 'R gone'],
  'expired-time': ['R threshold', 'R refuses', 'R refused', 'R gone'],
  'expired-volume': ['R gone'],
  'expired-idle': ['R gone'],
  dpd: ['R peer-dead', 'R gone'],
  'with-ike': ['R delete-sent', 'R gone'],
};
