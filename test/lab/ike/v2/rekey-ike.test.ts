/** The rekey of an IKE SA: child SAs move to the new one, the ids begin anew, the old one is deleted; for days on end. */
import { afterEach, describe, expect, it } from 'vitest';
import { startIkeRekey } from '../../../../src/lab/ike/v2/rekey-ike.ts';
import { howMany } from '../../../how-many.ts';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

describe('an IKE SA that is rekeyed', () => {
  it('hands its child SAs over, and is deleted by who asked', async () => {
    story = await tellWired();
    const { ike: old } = story.b;
    if (old === undefined) throw new Error('no IKE SA');
    startIkeRekey(story.b, old);
    await story.lab.clock.advance(1000);
    expect(story.ladder().map((line) => line.replace(/ \d+ /, ' '))).toEqual([
      'b CREATE_CHILD_SA request rekey-ike',
      'a CREATE_CHILD_SA response rekey-ike',
      'b INFORMATIONAL request delete-ike',
      'a INFORMATIONAL response nothing',
    ]);
    for (const end of [story.a, story.b]) {
      expect(end.ikeSas).toHaveLength(1);
      expect(end.childSas).toHaveLength(1);
      expect(end.ike).toMatchObject({ nextId: 0, expectedId: 0 });
      expect(end.childSas[0]?.under).toBe(end.ike?.spis.initiator);
    }
    expect(story.b.ike?.role).toBe('I');
    expect(story.a.ike?.spis).not.toEqual(old.spis);
  });

  it('is put off while the other end has a wish of its own', async () => {
    story = await tellWired();
    const { ike } = story.b;
    if (ike === undefined) throw new Error('no IKE SA');
    story.a.request(story.a.child);
    startIkeRekey(story.b, ike);
    await story.lab.clock.advance(1000);
    expect(story.sent.map(({ packet }) => packet.body)).toContainEqual({ is: 'refusal', notify: 'TEMPORARY_FAILURE' });
    await story.lab.clock.advance(15_000);
    expect(story.a.ike?.spis).toEqual(story.b.ike?.spis);
    expect(story.b.ike).not.toBe(ike);
  });
});

describe('a calm tunnel', () => {
  it.each([1, 2, 3].slice(0, howMany(1, 3)))(
    'lives for days, and nothing is ever unknown (seed %i)',
    async (seed) => {
      story = await tellWired({ seed });
      for (const side of ['a', 'b'] as const) story.lab[side].router.debugs.clear();
      await story.lab.clock.advance(3 * 24 * 3_600_000);
      expect(story.a.plane.invalid + story.b.plane.invalid).toBe(0);
      expect(story.a.ike?.spis).toEqual(story.b.ike?.spis);
      expect(story.ladder().filter((line) => line.includes('request') && line.includes('rekey-ike')).length).toBeGreaterThanOrEqual(3);
      expect(story.ladder().join('\n')).not.toContain('IKE_SA_INIT');
    },
    30_000,
  );
});
