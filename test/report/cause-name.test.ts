/** A heading names a root by its name, and says of what only prolongs that it is none. */
import { describe, expect, it } from 'vitest';
import { nameCause } from '../../src/report/cause-name.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';

const ids = Object.keys(CAUSES) as (keyof typeof CAUSES)[];
const prolonging = ids.filter((id) => CAUSES[id].kind === 'prolongs');

describe('the name of a cause in a heading', () => {
  it.each(ids.filter((id) => !prolonging.includes(id)))('is that of a root, with how sure it is: %s', (id) => {
    expect(nameCause({ id, confidence: 'likely' })).toBe(`${id} (likely)`);
  });

  it.each(prolonging)('does not make a root of what only prolongs: %s', (id) => {
    expect(nameCause({ id, confidence: 'possible' })).toBe(`cause not found, prolonged by ${id} (possible)`);
    expect(nameCause({ id, confidence: 'possible' }, '')).toBe(`not found, prolonged by ${id} (possible)`);
  });

  it('is not found where nothing decides', () => {
    expect(prolonging.length).toBeGreaterThan(1);
    expect(nameCause({ id: 'unknown', confidence: 'possible' })).toBe('cause not found');
    expect(nameCause({ id: 'unknown', confidence: 'possible' }, '')).toBe('not found');
  });
});
