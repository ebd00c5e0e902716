/** A verdict over a bundle without users, addresses and names is the same: they only say who it was. */
import { describe, expect, it } from 'vitest';
import type { Bundle, BundleFile } from '../../src/bundle/bundle.ts';
import { Redactor } from '../../src/ios/redact/redactor.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Peer } from '../../src/ipsec/peer.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import { bundleOfCase, CASES } from '../case/open.ts';

/** Spread over the causes, which the names begin with. */
const SAMPLE = CASES.filter((_name, index) => index % 8 === 3);

/** As the archive does it: the tunnel first, so that its names and addresses are known. */
function redacted({ tunnel, sides, ...rest }: Bundle): { hidden: Bundle; redactor: Redactor } {
  const redactor = new Redactor({ kinds: ['user', 'address', 'name'], names: [tunnel.a.name, tunnel.b.name] });
  const peer = (each: Peer): Peer => ({
    ...each,
    name: redactor.redact(each.name),
    address: toAddress(redactor.redact(each.address)),
    ...(each.natAddress === undefined ? {} : { natAddress: toAddress(redactor.redact(each.natAddress)) }),
  });
  const files = (each: readonly BundleFile[]): BundleFile[] =>
    each.map((file) => ({ ...file, name: redactor.redactPath(file.name), text: redactor.redact(file.text) }));
  const hidden = { ...rest, tunnel: { a: peer(tunnel.a), b: peer(tunnel.b) }, sides: { a: files(sides.a), b: files(sides.b) } };
  return { hidden, redactor };
}

function verdictOf(bundle: Bundle, named = (file: string): string => file): unknown {
  const { incidents, recovery } = judge(buildTimeline(bundle));
  return {
    recovery: { a: recovery.a.effective, b: recovery.b.effective },
    incidents: incidents.map(({ spi, receiver, occurrences, persistence, cause }) => ({
      spi,
      receiver,
      occurrences,
      persistence,
      cause: { id: cause.id, confidence: cause.confidence, alternatives: cause.alternatives },
      evidence: cause.evidence.map(({ side, file, line }) => `${side}/${named(file)}:${line}`),
    })),
  };
}

describe('without users, addresses and names', () => {
  it('there are 40 cases to try', () => {
    expect(SAMPLE.length).toBeGreaterThanOrEqual(40);
  });

  it.each(SAMPLE)('the verdict stays the same: %s', async (name) => {
    const bundle = await bundleOfCase(name);
    const { hidden, redactor } = redacted(bundle);
    expect([hidden.tunnel.a.name, hidden.tunnel.b.name]).toEqual(['name-1', 'name-2']);
    expect(hidden.tunnel.a.address).not.toBe(bundle.tunnel.a.address);
    expect(verdictOf(hidden)).toEqual(verdictOf(bundle, (file) => redactor.redactPath(file)));
  });
});
