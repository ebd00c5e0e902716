/** The first two exchanges of IKEv2: an IKE SA and a child SA in four messages, and what becomes of older ones. */
import { afterEach, describe, expect, it } from 'vitest';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

async function anew(): Promise<void> {
  story = await tellWired();
  story.a.forget();
  story.b.traits.isTalkative = false;
  await story.lab.clock.advance(10_000);
}

describe('an IKE SA', () => {
  it('is made with its first child SA in four messages, ids 0 and 1', async () => {
    await anew();
    expect(story.ladder().slice(0, 4)).toEqual([
      'a IKE_SA_INIT request 0 init',
      'b IKE_SA_INIT response 0 init',
      'a IKE_AUTH request 1 auth',
      'b IKE_AUTH response 1 auth',
    ]);
    expect(story.a.ike?.spis).toEqual(story.b.ike?.spis);
    expect([story.a.ike?.role, story.b.ike?.role]).toEqual(['I', 'R']);
    expect([story.a.child?.inbound, story.a.child?.outbound]).toEqual([story.b.child?.outbound, story.b.child?.inbound]);
    expect(story.a.plane.outbound).toBe(story.a.child?.outbound);
    expect(story.b.plane.outbound).toBe(story.b.child?.outbound);
  });

  it('of an end that held nothing sweeps the older ones of its peer away, without a DELETE', async () => {
    await anew();
    expect(story.b.ikeSas).toHaveLength(1);
    expect(story.b.childSas).toHaveLength(1);
    expect(story.lines('b').join('\n')).toMatch(/NOTIFY\(INITIAL_CONTACT\)[\s\S]*delete all SAs shared with peer/);
    expect(story.ladder().join('\n')).not.toContain('delete');
  });

  it('is told by both logs with the same SPIs, and its SA ID is used again', async () => {
    await anew();
    const spis = `Initiator SPI : ${story.a.ike?.spis.initiator} - Responder SPI : ${story.a.ike?.spis.responder}`;
    for (const side of ['a', 'b'] as const) {
      expect(story.lines(side).join('\n')).toContain(spis);
      expect(story.lines(side).join('\n')).toContain('is UP');
    }
    expect(story.a.ike).toMatchObject({ slot: 1, sessionId: 2 });
  });

  it('that an end no longer knows is complained of there, and answered by nobody', async () => {
    story = await tellWired();
    story.b.forget();
    story.b.traits.isTalkative = false;
    story.a.request(story.a.child);
    await story.lab.clock.advance(1000);
    expect(story.lines('b').join('\n')).toContain('Detected an invalid IKE SPI');
    expect(story.sent.every(({ from }) => from === 'a')).toBe(true);
  });

  it('that is leaked bars the way to any other', async () => {
    story = await tellWired();
    story.a.traits.leaksNegotiations = true;
    story.a.forget();
    story.b.traits.isTalkative = false;
    story.lab.tunnel.network.loses = ({ packet }) => packet.kind === 'ikev2' && packet.exchange === 'IKE_AUTH';
    await story.lab.clock.advance(300_000);
    expect(story.ladder().filter((line) => line.startsWith('a IKE_SA_INIT'))).toHaveLength(1);
    expect(story.lines('a').join('\n')).toContain('IKEv2:SA is already in negotiation, hence not negotiating again');
    expect(story.a.ikeSas).toHaveLength(1);
  });

  it('begun over a dead path is given up', async () => {
    story = await tellWired();
    story.a.forget();
    story.lab.tunnel.network.loses = () => true;
    await story.lab.clock.advance(130_000);
    expect(story.lines('a').join('\n')).toContain('Initial exchange failed');
  });
});
