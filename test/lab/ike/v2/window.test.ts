/** The window of IKEv2: ids that count up in each direction, one request at a time, repetition, and giving up. */
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../../../src/lab/ike/v2/window.ts';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

function probe({ a }: WiredStory, done: () => void = () => {}): void {
  const { ike } = a;
  if (ike === undefined) throw new Error('no IKE SA');
  ask(a, ike, { exchange: 'INFORMATIONAL', body: { is: 'nothing' }, done });
}

describe('a request', () => {
  it('has the next id of its direction, and its response the same', async () => {
    story = await tellWired();
    const first = story.a.ike?.nextId ?? -1;
    const peers = story.b.ike?.nextId;
    probe(story);
    await story.lab.clock.advance(1000);
    probe(story);
    await story.lab.clock.advance(1000);
    expect(story.ladder()).toEqual(
      [first, first, first + 1, first + 1].map((id, index) =>
        index % 2 === 0 ? `a INFORMATIONAL request ${id} nothing` : `b INFORMATIONAL response ${id} nothing`,
      ),
    );
    expect(story.b.ike?.nextId).toBe(peers);
    expect(story.b.ike?.expectedId).toBe(first + 2);
  });

  it('waits until the one before it is answered', async () => {
    story = await tellWired();
    const answered: number[] = [];
    probe(story, () => answered.push(1));
    probe(story, () => answered.push(2));
    expect(story.sent).toHaveLength(1);
    await story.lab.clock.advance(1000);
    expect(answered).toEqual([1, 2]);
    expect(story.sent).toHaveLength(4);
  });

  it('that is lost comes again with the same id, after pauses that double', async () => {
    story = await tellWired();
    story.lab.tunnel.network.loses = () => true;
    probe(story);
    await story.lab.clock.advance(63_000);
    const atMs = story.sent.map((sent) => sent.atMs);
    expect(atMs.slice(1).map((at, index) => Math.round(at - (atMs[index] ?? 0)))).toEqual([2000, 4000, 8000, 16_000, 32_000]);
    expect(new Set(story.sent.map(({ packet }) => packet.messageId)).size).toBe(1);
    expect(
      story
        .lines('a')
        .join('\n')
        .match(/Retransmitting packet/g),
    ).toHaveLength(5);
  });

  it('that nobody answers takes its IKE SA with it, and all child SAs of that, at its own end alone', async () => {
    story = await tellWired();
    story.a.traits.isTalkative = false;
    story.lab.tunnel.network.loses = ({ packet }) => packet.kind === 'ikev2';
    probe(story);
    await story.lab.clock.advance(130_000);
    expect(story.a.ikeSas).toEqual([]);
    expect(story.a.childSas).toEqual([]);
    expect(story.lines('a').join('\n')).toMatch(/Maximum number of retransmissions reached[\s\S]*IPSEC\(delete_sa\)/);
    expect(story.b.ike).toBeDefined();
    expect(story.b.childSas).toHaveLength(1);
  });

  it('that comes twice is answered twice, with the same response, and obeyed once', async () => {
    story = await tellWired();
    let losses = 1;
    story.lab.tunnel.network.loses = ({ packet }) => packet.kind === 'ikev2' && packet.isResponse && losses-- > 0;
    story.a.request(story.a.child);
    await story.lab.clock.advance(5000);
    const responses = story.sent.filter(({ packet }) => packet.exchange === 'CREATE_CHILD_SA' && packet.isResponse);
    expect(responses).toHaveLength(2);
    expect(responses[0]?.packet).toBe(responses[1]?.packet);
    expect(
      story
        .lines('b')
        .join('\n')
        .match(/Processing CREATE_CHILD_SA message/g),
    ).toHaveLength(1);
    expect(story.a.child?.outbound).toBe(story.b.child?.inbound);
  });
});
