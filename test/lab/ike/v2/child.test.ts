/** The rekey of a child SA by CREATE_CHILD_SA: what replaces what, who deletes, who may be early, and two at once. */
import { afterEach, describe, expect, it } from 'vitest';
import { burst, renew } from '../../../../src/lab/ike/moves.ts';
import type { LabOptions } from '../../../../src/lab/lab.ts';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

const MIXED = {
  a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios-xe', offsetMs: 0 },
  b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
} as const satisfies Partial<LabOptions>;

describe('a rekey', () => {
  it('names the old inbound SPI of who asks, and the initiator deletes that pair when the new one is in use', async () => {
    story = await tellWired();
    const { inbound } = story.a.child ?? {};
    renew(story.a);
    await story.lab.clock.advance(10_000);
    expect(story.sent[0]?.packet.body).toMatchObject({ is: 'child', rekeys: inbound });
    expect(story.sent.map(({ packet }) => packet.body).filter(({ is }) => is === 'delete')).toMatchObject([{ spis: [inbound] }, {}]);
    expect(story.a.childSas).toHaveLength(1);
    expect(story.b.childSas).toHaveLength(1);
    expect(story.b.plane.outbound).toBe(story.a.child?.inbound);
  });

  it('gives each end the lifetime that it has itself', async () => {
    story = await tellWired();
    story.b.traits.childLifetimeSeconds = 600;
    renew(story.a);
    await story.lab.clock.advance(5000);
    expect([story.a.child?.lifetimeSeconds, story.b.child?.lifetimeSeconds]).toEqual([3600, 600]);
  });

  it.each([1, 2, 3, 4, 5])('under load loses nothing, whichever end is slow to install (seed %i)', async (seed) => {
    for (const initiator of ['a', 'b'] as const) {
      story = await tellWired({ ...MIXED, seed });
      renew(story[initiator]);
      for (const end of [story.a, story.b]) burst(end, 1000, 10);
      await story.lab.clock.advance(20_000);
      expect(story.a.plane.invalid + story.b.plane.invalid).toBe(0);
      if (initiator === 'a') await story.lab.close();
    }
  });

  it('is raced by a responder that sends at once, where the initiator is slow', async () => {
    story = await tellWired();
    story.a.traits.installDelayMs = 200;
    story.b.traits.usesNewSaEarly = true;
    renew(story.a);
    burst(story.b, 40, 10);
    await story.lab.clock.advance(2000);
    expect(story.a.plane.invalid).toBeGreaterThan(0);
  });

  it('that is refused leaves the old pair', async () => {
    story = await tellWired();
    story.b.traits.refusesChildren = true;
    renew(story.a);
    await story.lab.clock.advance(5000);
    expect(story.sent[1]?.packet.body).toEqual({ is: 'refusal', notify: 'NO_PROPOSAL_CHOSEN' });
    expect(story.a.childSas).toHaveLength(1);
    expect(story.a.isAsking()).toBe(false);
  });
});

describe('two rekeys of one pair at once', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('end in one new pair, the same at both ends (seed %i)', async (seed) => {
    story = await tellWired({ seed });
    renew(story.a);
    renew(story.b);
    await story.lab.clock.advance(10_000);
    expect(story.sent.filter(({ packet }) => packet.body.is === 'child' && !packet.isResponse)).toHaveLength(2);
    expect(story.a.childSas).toHaveLength(1);
    expect(story.b.childSas).toHaveLength(1);
    expect([story.a.child?.inbound, story.a.child?.outbound]).toEqual([story.b.child?.outbound, story.b.child?.inbound]);
    expect([story.a.plane.outbound, story.b.plane.outbound]).toEqual([story.a.child?.outbound, story.b.child?.outbound]);
    await story.lab.clock.advance(10_000);
    expect(story.a.plane.invalid + story.b.plane.invalid).toBe(0);
  });

  it('leave two pairs where nobody compares the nonces', async () => {
    story = await tellWired();
    for (const end of [story.a, story.b]) {
      end.traits.comparesNonces = false;
      renew(end);
    }
    await story.lab.clock.advance(2000);
    expect(story.a.childSas).toHaveLength(3);
  });
});
