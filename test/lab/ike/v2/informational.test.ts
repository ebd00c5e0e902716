/** INFORMATIONAL exchanges: DELETE and its answer, probes, INVALID_SPI, the end of an IKE SA. */
import { afterEach, describe, expect, it } from 'vitest';
import { deleteChild } from '../../../../src/lab/ike/deletion.ts';
import { hexSpi } from '../../../../src/lab/ike/tuple.ts';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

describe('a DELETE of a child SA', () => {
  it('carries the inbound SPI of its sender, and is answered with the one paired with it', async () => {
    story = await tellWired();
    const { child } = story.a;
    if (child === undefined) throw new Error('no child SA');
    deleteChild(story.a, child, { isTold: true });
    await story.lab.clock.advance(500);
    expect(story.sent.map(({ packet }) => packet.body).slice(0, 2)).toEqual([
      { is: 'delete', spis: [child.inbound] },
      { is: 'delete', spis: [child.outbound] },
    ]);
    expect(story.lines('a').join('\n')).toContain(`Sending DELETE INFO message for IPsec SA [SPI: ${hexSpi(child.inbound)}]`);
    expect(story.lines('a').join('\n')).toContain('Processing ACK to informational exchange');
    expect(story.lines('b').join('\n')).toContain(`Processing DELETE INFO message for IPsec SA [SPI: ${hexSpi(child.inbound)}]`);
    expect(story.b.childSas).not.toContain(child);
  });
});

describe('a DELETE of an IKE SA', () => {
  it('takes all child SAs along at both ends', async () => {
    story = await tellWired();
    for (const end of [story.a, story.b]) end.traits.isTalkative = false;
    story.a.dropIke('', { isTold: true });
    await story.lab.clock.advance(1000);
    expect(story.sent.at(-2)?.packet.body).toEqual({ is: 'delete-ike' });
    for (const end of [story.a, story.b]) {
      expect(end.ikeSas).toEqual([]);
      expect(end.childSas).toEqual([]);
    }
    expect(story.lines('b').join('\n')).toMatch(
      /Processing DELETE INFO message for IKEv2 SA \[ISPI: 0x[0-9A-F]{16} RSPI: 0x[0-9A-F]{16}\]/,
    );
  });

  it('is not sent by a fast clear', async () => {
    story = await tellWired();
    story.a.traits.isTalkative = false;
    story.lab.a.router.tunnels[0]?.clear('ikev2 fast');
    await story.lab.clock.advance(1000);
    expect(story.sent).toEqual([]);
    expect(story.a.childSas).toEqual([]);
    expect(story.b.childSas).toHaveLength(1);
  });
});

describe('a probe', () => {
  it('is an empty exchange, and comes again and again', async () => {
    story = await tellWired();
    story.a.probeEvery(10);
    await story.lab.clock.advance(31_000);
    expect(story.sent.filter(({ from }) => from === 'a')).toHaveLength(3);
    expect(story.ladder().every((line) => line.includes('INFORMATIONAL') && line.endsWith('nothing'))).toBe(true);
    expect(story.lines('b').join('\n')).toContain('Received DPD/liveness query');
    expect(story.lab.a.router.configuration.has('crypto ikev2 dpd 10 2 periodic')).toBe(true);
  });

  it('without an answer ends the IKE SA within its retries', async () => {
    story = await tellWired();
    story.a.traits.isTalkative = false;
    story.a.probeEvery(10);
    story.lab.tunnel.network.loses = ({ packet }) => packet.kind === 'ikev2';
    await story.lab.clock.advance(23_000);
    expect(story.a.ikeSas).toEqual([]);
    expect(story.b.ikeSas).toHaveLength(1);
  });
});

describe('an unknown SPI', () => {
  it('is told to the peer under the IKE SA, which deletes the pair and makes a new one', async () => {
    story = await tellWired();
    const { child } = story.b;
    if (child === undefined) throw new Error('no child SA');
    deleteChild(story.b, child, { isTold: false });
    story.b.traits.isTalkative = false;
    await story.lab.clock.advance(5000);
    expect(story.sent.map(({ packet }) => packet.body)).toContainEqual({ is: 'invalid-spi', spi: child.inbound });
    expect(story.lines('b').join('\n')).toContain('Sending INVALID_SPI notify');
    expect(story.a.plane.outbound).toBe(story.b.child?.inbound);
  });

  it('opens a new IKE SA where none stands and recovery is configured', async () => {
    story = await tellWired();
    story.lab.b.router.configuration.set('crypto isakmp invalid-spi-recovery');
    story.b.forget();
    story.b.traits.isTalkative = false;
    await story.lab.clock.advance(10_000);
    expect(story.ladder()).toContain('b IKE_SA_INIT request 0 init');
    expect(story.a.plane.outbound).toBe(story.b.child?.inbound);
  });
});
