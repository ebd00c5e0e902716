/** The simulated debugs: written only while they are on and their condition lets the peer through, in the words of the platform. */
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/lab/device/session.ts';
import { renew } from '../../../src/lab/ike/moves.ts';
import type { LabOptions } from '../../../src/lab/lab.ts';
import { type Story, tell } from '../story.ts';

let story: Story | undefined;

afterEach(() => story?.lab.close());

async function calm(changes: Partial<LabOptions> = {}): Promise<Story> {
  story = await tell(undefined, 0, changes);
  return story;
}

async function afterRekey(changes: Partial<LabOptions> = {}): Promise<Story> {
  const each = await calm(changes);
  renew(each.lab.tunnel.a);
  await each.lab.clock.advance(5000);
  return each;
}

const XE = {
  a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios-xe', offsetMs: 0 },
  b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
} as const;

describe('debugs', () => {
  it('are silent for a peer that no condition names', async () => {
    const { lab, lines } = await calm();
    lab.a.router.conditions.clear();
    lab.a.router.conditions.add('203.0.113.9');
    renew(lab.tunnel.a);
    await lab.clock.advance(5000);
    expect(lines('a').join('\n')).not.toMatch(/ISAKMP|IPSEC/);
    expect(lines('b').join('\n')).toMatch(/ISAKMP/);
  });

  it('come for every peer without a condition', async () => {
    const { lab, lines } = await calm();
    lab.a.router.conditions.clear();
    renew(lab.tunnel.a);
    await lab.clock.advance(5000);
    expect(lines('a').join('\n')).toMatch(/ISAKMP/);
  });

  it('come only of what is switched on', async () => {
    const { lab, lines } = await calm();
    lab.a.router.debugs.delete('crypto isakmp');
    renew(lab.tunnel.a);
    await lab.clock.advance(5000);
    expect(lines('a').join('\n')).not.toMatch(/ISAKMP/);
    expect(lines('a').join('\n')).toMatch(/IPSEC\(create_sa\)/);
  });
});

describe('a message id', () => {
  it('is printed signed by IOS and unsigned by IOS XE, and is the same', async () => {
    let negatives = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { lab, lines } = await afterRekey({ ...XE, seed });
      const xe = /M-ID of (-?\d+)/.exec(lines('a').join('\n'))?.[1];
      const ios = /processing SA payload\. message ID = (-?\d+)/.exec(lines('b').join('\n'))?.[1];
      expect(Number(xe)).toBeGreaterThan(0);
      expect(Number(ios) >>> 0).toBe(Number(xe));
      if (Number(ios) < 0) negatives += 1;
      await lab.close();
    }
    expect(negatives).toBeGreaterThan(0);
  });
});

describe('a rekey', () => {
  it('gives both ends the same two SPIs, and both switch to them', async () => {
    const { lab } = await afterRekey();
    const { a, b } = lab.tunnel;
    expect(a.childSas).toHaveLength(2);
    expect([a.child?.inbound, a.child?.outbound]).toEqual([b.child?.outbound, b.child?.inbound]);
    expect(a.plane.outbound).toBe(a.child?.outbound);
    expect(b.plane.outbound).toBe(b.child?.outbound);
  });

  it('retires the old pair at both ends, by a DELETE', async () => {
    const { lab, lines } = await afterRekey();
    await lab.clock.advance(60_000);
    expect(lab.tunnel.a.childSas).toHaveLength(1);
    expect(lab.tunnel.b.childSas).toHaveLength(1);
    expect(lines('b').join('\n')).toContain('processing DELETE payload');
  });

  it('comes by itself before the life of an SA ends, for days, and nothing is ever unknown', async () => {
    const { lab, lines } = await calm();
    for (const side of ['a', 'b'] as const) lab[side].router.debugs.clear();
    await lab.clock.advance(2 * 24 * 3_600_000);
    expect(lines('a').concat(lines('b')).join('\n')).not.toContain('INV_SPI');
    expect(lab.tunnel.a.childSas.length).toBeGreaterThan(0);
    expect(lab.tunnel.a.plane.invalid + lab.tunnel.b.plane.invalid).toBe(0);
  }, 20_000);

  it('tells the same story for the same seed', async () => {
    const one = await afterRekey({ seed: 7 });
    const lines = one.lines('a').concat(one.lines('b'));
    await one.lab.close();
    const two = await afterRekey({ seed: 7 });
    expect(two.lines('a').concat(two.lines('b'))).toEqual(lines);
    await two.lab.close();
    const three = await afterRekey({ seed: 8 });
    expect(three.lines('a').concat(three.lines('b'))).not.toEqual(lines);
  });
});

describe('phase 1', () => {
  it('is made anew when nothing stands any more, in six messages', async () => {
    const { lab, lines } = await calm();
    lab.tunnel.a.forget();
    lab.tunnel.b.forget();
    lab.tunnel.b.traits.isTalkative = false;
    await lab.clock.advance(10_000);
    const [a, b] = [lines('a').join('\n'), lines('b').join('\n')];
    expect(a.match(/New State = IKE_I_MM\d/g)?.length).toBeGreaterThanOrEqual(6);
    expect(a).toContain('New State = IKE_P1_COMPLETE');
    expect(b).toContain('(N) NEW SA');
    expect(b).toContain('New State = IKE_P1_COMPLETE');
    expect(lab.tunnel.a.plane.outbound).toBe(lab.tunnel.b.child?.inbound);
  });

  it('gives up after five retransmissions', async () => {
    const { lab, lines } = await calm();
    lab.tunnel.a.forget();
    lab.tunnel.network.loses = () => true;
    await lab.clock.advance(90_000);
    const a = lines('a').join('\n');
    expect(a).toContain('incrementing error counter on sa, attempt 5 of 5: retransmit phase 1');
    expect(a).toContain('deleting SA reason "Death by retransmission P1"');
    expect(a).toContain('Old State = IKE_I_MM1  New State = IKE_DEST_SA');
    const session = Session.open(lab.a.router, 'test', { privilege: 15 });
    expect(await session?.execute('show crypto isakmp sa')).toMatch(/MM_NO_STATE +0 ACTIVE \(deleted\)/);
  });

  it('that one end does not know any more is complained of', async () => {
    const { lab, lines } = await calm();
    lab.tunnel.b.forget();
    lab.tunnel.b.traits.isTalkative = false;
    renew(lab.tunnel.a);
    await lab.clock.advance(3000);
    expect(lines('b').join('\n')).toMatch(/%CRYPTO-4-IKMP_NO_SA: IKE message from 192\.0\.2\.1 +has no SA/);
  });
});

describe('invalid SPI recovery', () => {
  it('opens main mode and tells the sender, where it is configured with a static map', async () => {
    const { lab, lines } = await calm();
    lab.b.router.configuration.set('crypto isakmp invalid-spi-recovery');
    lab.tunnel.b.forget();
    lab.tunnel.b.traits.isTalkative = false;
    await lab.clock.advance(10_000);
    expect(lines('b').join('\n')).toContain('beginning Main Mode exchange');
    expect(lines('a').join('\n')).toMatch(/Process initial contact|processing DELETE payload/);
    expect(lab.tunnel.b.plane.inbound.has(lab.tunnel.a.plane.outbound ?? 0)).toBe(true);
  });
});

describe('the event trace of IOS XE', () => {
  it('holds SAs without any debug', async () => {
    const { lab } = await calm(XE);
    lab.a.router.traces.ipsec.isEnabled = true;
    lab.a.router.debugs.clear();
    renew(lab.tunnel.a);
    await lab.clock.advance(60_000);
    expect(lab.a.router.traces.ipsec.show()).toMatch(/IPSEC-CREATE-SA: .*sa_spi= 0x/);
    expect(lab.a.router.traces.ipsec.show()).toMatch(/IPSEC-DELETE-SA: .*sa_spi = 0x/);
    lab.a.router.traces.ipsec.isEnabled = false;
    expect(lab.a.router.traces.ipsec.show()).toContain('Tracing currently disabled, from exec command');
  });
});

describe('a path', () => {
  it('may be longer one way than the other', async () => {
    const { lab } = await calm({ path: { delayMs: { a: 10, b: 300 }, jitterMs: 0 } });
    const arrivals: number[] = [];
    for (const side of ['a', 'b'] as const) {
      const startedAtMs = lab.clock.now();
      lab.tunnel.network.send({ packet: { kind: 'esp', spi: 1 }, from: side }, () => arrivals.push(lab.clock.now() - startedAtMs));
    }
    await lab.clock.advance(1000);
    expect(arrivals).toEqual([10, 300]);
  });
});

describe('a router clock', () => {
  it('stands off by its offset and drifts', async () => {
    const { lab } = await calm({ b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: -2500, driftPpm: 100 } });
    expect(lab.b.router.now() - lab.a.router.now()).toBeCloseTo(-2500);
    await lab.clock.advance(10_000_000);
    expect(lab.b.router.now() - lab.a.router.now()).toBeCloseTo(-1500, 3);
    expect(lab.b.router.toLab(lab.b.router.now())).toBeCloseTo(lab.clock.now(), 3);
  });
});
