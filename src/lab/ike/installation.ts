/** Installation gives a negotiated pair to the IPsec engine and to the data plane, watches its life, and retires what it replaces. */
import { deleteChild, tupleOf } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { traceCreate, traceKmi } from './ipsec-trace.ts';
import { expire } from './life.ts';
import type { ChildSa, NegotiatedPair, Role } from './sa.ts';
import { mapOf } from './traits.ts';
import { hexSpi } from './tuple.ts';

/** The initiator of a pair asks for its successor first, so that mostly one end does. [L] */
const MARGINS_MS = { I: [30_000, 50_000], R: [10_000, 20_000] } as const;

/** Undefined when there is no memory for it. */
export function install(endpoint: Endpoint, pair: NegotiatedPair): ChildSa | undefined {
  const { router, clock, childSas } = endpoint;
  if (endpoint.traits.lacksMemory) {
    router.say('SYS-2-MALLOCFAIL', 'Memory allocation of 65536 bytes failed from 0x60A3A1F4, alignment 16');
    return undefined;
  }
  if (endpoint.traits.losesSecondPair && childSas.length > 0) return undefined;
  const { inbound, outbound = 0, role, lifetimeSeconds, rekey } = pair;
  // Two rekeys of one pair stand beside each other; neither retires the other.
  const older = childSas.filter((each) => rekey === undefined || each.rekey?.of !== rekey.of);
  endpoint.ledger.ipsec('IPSEC(key_engine): got a queue event with 1 KMI message(s)');
  endpoint.tellInitialized(pair);
  const child: ChildSa = {
    inbound,
    outbound,
    role,
    connIds: { inbound: endpoint.nextSaConnId(), outbound: endpoint.nextSaConnId() },
    bornAtMs: clock.now(),
    lifetimeSeconds,
    remainingKilobytes: endpoint.traits.childLifetimeKilobytes,
    isRekeyed: false,
    isRetiring: false,
    timers: [],
    rekey,
    under: pair.under,
  };
  tellCreation(endpoint, child);
  add(endpoint, child);
  traceCreate(endpoint, child);
  for (const old of older) retire(endpoint, old, role);
  return child;
}

function tellCreation(endpoint: Endpoint, child: ChildSa): void {
  const { ledger, childSas, remote } = endpoint;
  tellProxies(endpoint);
  ledger.ipsec(
    `IPSEC(crypto_ipsec_create_ipsec_sas): Map found ${numberedMapOf(endpoint)}`,
    childSas.length === 0
      ? 'IPSEC(get_old_outbound_sa_for_peer): No outbound SA found for peer 49A0B2C0'
      : `IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and peer ${remote}`,
    `IPSEC(create_sa): sa created,\n${tupleOf(endpoint, child, true)}`,
    `IPSEC(create_sa): sa created,\n${tupleOf(endpoint, child, false)}`,
  );
}

export function tellProxies({ ledger, selectors }: Endpoint): void {
  const [source = ''] = selectors.mine.split('/');
  const [destination = ''] = selectors.theirs.split('/');
  ledger.ipsec(
    `Crypto mapdb : proxy_match\n\tsrc addr     : ${source}\n\tdst addr     : ${destination}\n\tprotocol     : 0\n\tsrc port     : 0\n\tdst port     : 0`,
  );
}

/** Without a word: also for the SAs that stand when the story begins. */
export function add(endpoint: Endpoint, child: ChildSa): void {
  endpoint.childSas.push(child);
  if (!endpoint.traits.losesInstalledInbound) endpoint.plane.inbound.add(child.inbound);
  watch(endpoint, child);
}

/** IKE lets a responder send with its new SA. */
export function enableOutbound(endpoint: Endpoint, outbound: number): void {
  endpoint.ledger.ipsec(
    'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
    "IPSEC(key_engine_enable_outbound): rec'd enable notify from ISAKMP",
    `IPSEC(key_engine_enable_outbound): enable SA with spi ${outbound}/50`,
  );
  traceKmi(endpoint, 'received', 'KEY_MGR_SA_ENABLE_OUTBOUND');
}

export function switchOutbound(endpoint: Endpoint, outbound: number): void {
  const { plane, ledger, remote } = endpoint;
  plane.outbound = outbound;
  ledger.ipsec(
    `IPSEC(update_current_outbound_sa): updated peer ${remote} current outbound sa to SPI ${hexSpi(outbound).slice('0x'.length)}`,
  );
}

function watch(endpoint: Endpoint, child: ChildSa): void {
  const diesAtMs = child.bornAtMs + child.lifetimeSeconds * 1000;
  const [leastMs, mostMs] = MARGINS_MS[child.role];
  const marginMs = endpoint.between(leastMs, mostMs);
  child.timers.push(
    endpoint.clock.at(diesAtMs - marginMs, () => {
      if (child.isRekeyed || !endpoint.traits.asksForSuccessor) return;
      endpoint.ledger.ipsec(`IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in ${Math.round(marginMs / 1000)} seconds`);
      endpoint.request(child);
    }),
    endpoint.clock.at(diesAtMs, () => expire(endpoint, child)),
  );
}

/** The end that asked for the new pair deletes the old one after a while and tells the other. [L] */
function retire(endpoint: Endpoint, old: ChildSa, role: Role): void {
  old.isRekeyed = true;
  if (role === 'R' || old.isRetiring) return;
  old.isRetiring = true;
  const seconds = endpoint.retirementSeconds;
  const spi = hexSpi(old.outbound).slice('0x'.length);
  endpoint.ledger.ipsec(`IPSEC(early_age_out_sibling): sibling outbound SPI ${spi} expiring in ${seconds} seconds`);
  old.timers.push(endpoint.later(seconds * 1000, () => deleteChild(endpoint, old, { isTold: true })));
}

/** The number behind the name is believed where it is of a tunnel interface. [B] */
function numberedMapOf({ traits }: Endpoint): string {
  return `${mapOf(traits)}, ${traits.tunnelInterface === undefined ? 10 : 65536}`;
}
