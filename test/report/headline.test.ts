/** The headline of a cause is a sentence: it begins as one, and says where it is only possible. */
import { describe, expect, it } from 'vitest';
import { headlineOf } from '../../src/report/explanation.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';

describe('the headline of a cause', () => {
  it.each(Object.values(CAUSES))('of $id begins as a sentence does', ({ id, statement }) => {
    expect(headlineOf({ id, confidence: 'likely', summary: statement })).toMatch(/^[A-Z]/);
  });

  it('begins with the name of a router as that is written', () => {
    expect(headlineOf({ id: 'delete-lost', confidence: 'certain', summary: 'hq deleted 0xB761863E' })).toBe('hq deleted 0xB761863E');
  });

  it('says that it is only possible, unless there is none', () => {
    expect(headlineOf({ id: 'sa-cleared', confidence: 'possible', summary: 'the SAs at hq were cleared' })).toBe(
      'Possibly: the SAs at hq were cleared',
    );
    expect(headlineOf({ id: 'unknown', confidence: 'possible', summary: 'hq dropped ESP' })).toBe('hq dropped ESP');
  });
});
