/** The truth of a case stands against every verdict that disagrees with it, and lets every other one pass. */
import { describe, expect, it } from 'vitest';
import type { Confidence } from '../../src/verdict/confidence.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { disagreements, parseTruth } from './truth.ts';

const TRUTH = parseTruth(`
- cause: delete-lost
  accepted: [ dpd-absent ]
  receiver: b
  spi: "0xB761863E"
  persistence: black-hole
`);
const [KNOWN] = TRUTH;
const UNDECIDABLE = parseTruth(
  '- { cause: delete-lost, decidable: false, receiver: b, confidence: possible, alternatives: [ sa-cleared ] }',
);
const TWO = parseTruth('[ { cause: delete-lost, receiver: b }, { cause: delete-lost, receiver: b } ]');

interface Said extends Partial<Omit<JudgedIncident, 'cause'>> {
  id?: JudgedIncident['cause']['id'];
  confidence?: Confidence;
  alternatives?: JudgedIncident['cause']['alternatives'];
}

function judged({ id = 'delete-lost', confidence = 'likely', alternatives = [], ...rest }: Said = {}): JudgedIncident {
  return {
    spi: '0xB761863E' as JudgedIncident['spi'],
    receiver: 'b',
    occurrences: 1,
    firstAt: null,
    lastAt: null,
    persistence: 'black-hole',
    dropped: null,
    cause: { id, confidence, alternatives, prolongs: [], summary: '', remedy: '', blocks: [], evidence: [], missing: [], wouldDecide: [] },
    chain: {} as JudgedIncident['chain'],
    healing: {} as JudgedIncident['healing'],
    ...rest,
  };
}

const OTHER_SPI = '0x00000FFF' as JudgedIncident['spi'];

describe('a verdict that may stand', () => {
  it.each([
    ['names the cause', TRUTH, [judged()]],
    ['names a cause that is accepted as well', TRUTH, [judged({ id: 'dpd-absent' })]],
    ['is certain of it', TRUTH, [judged({ confidence: 'certain' })]],
    ['names another incident too, and is not certain of that', TRUTH, [judged({ id: 'rekey-race', spi: OTHER_SPI }), judged()]],
    ['is certain of a last packet by the way', TRUTH, [judged(), judged({ id: 'rekey-reorder', confidence: 'certain', spi: OTHER_SPI })]],
    [
      'says unknown where nobody can decide',
      UNDECIDABLE,
      [judged({ id: 'unknown', confidence: 'possible', alternatives: ['sa-cleared'] })],
    ],
    ['finds both of two', TWO, [judged(), judged({ spi: OTHER_SPI })]],
    ['finds nothing in a healthy tunnel', [], []],
  ])('%s', (_what, truth, incidents) => {
    expect(disagreements(truth, { incidents })).toEqual([]);
  });
});

describe('a verdict that fails the case, whatever was expected before', () => {
  const certain = { confidence: 'certain' } as const;

  it.each([
    ['names another cause', TRUTH, [judged({ id: 'rekey-race' })], 'delete-lost or dpd-absent at b 0xB761863E is not in the verdict'],
    ['names another receiver', TRUTH, [judged({ receiver: 'a' })], 'which says delete-lost (likely) at a'],
    ['names another SPI', TRUTH, [judged({ spi: OTHER_SPI })], 'is not in the verdict'],
    ['says nothing', TRUTH, [], 'which says nothing'],
    ['says unknown of what can be decided', TRUTH, [judged({ id: 'unknown' })], 'is not in the verdict'],
    ['says that it heals', TRUTH, [judged({ persistence: 'transient' })], 'its persistence is black-hole, not transient'],
    ['is surer than may be', UNDECIDABLE, [judged({ alternatives: ['sa-cleared'] })], 'its confidence is possible, not likely'],
    ['forgets an alternative', UNDECIDABLE, [judged({ confidence: 'possible' })], 'sa-cleared is not among its alternatives'],
    ['is certain and wrong beside it', TRUTH, [judged(), judged({ id: 'rekey-race', ...certain })], 'certain and wrong: rekey-race'],
    ['is certain that the first is by the way', TRUTH, [judged({ id: 'rekey-reorder', ...certain }), judged()], 'certain and wrong'],
    ['takes two for one', TWO, [judged()], 'is not in the verdict'],
    ['sees an incident in a healthy tunnel', [], [judged({ confidence: 'possible' })], 'the tunnel is healthy'],
  ])('%s', (_what, truth, incidents, words) => {
    expect(disagreements(truth, { incidents }).join('\n')).toContain(words);
  });
});

describe('a truth', () => {
  it('is read as its author wrote it', () => {
    expect(KNOWN).toEqual({
      cause: 'delete-lost',
      accepted: ['dpd-absent'],
      receiver: 'b',
      spi: '0xB761863E',
      persistence: 'black-hole',
    });
    expect(parseTruth('[]\n')).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a cause that there is not', '- { cause: deleted, receiver: b }'],
    ['a side that there is not', '- { cause: delete-lost, receiver: hq }'],
    ['an SPI that is a number', '- { cause: delete-lost, receiver: b, spi: 0xB761863E }'],
    ['a word that nobody reads', '- { cause: delete-lost, receiver: b, certainty: high }'],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseTruth(text)).toThrow();
  });
});
