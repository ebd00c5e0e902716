/** Where part of a record is taken away, nothing becomes certain that was not, and nothing certain of another cause; `npm run bench removal` takes every case. */
import { expect, it } from 'vitest';
import { seeded } from '../../src/lab/random.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { CASES, filesOfCase, judgeFiles } from '../case/open.ts';
import { SHOWN } from '../case/removal.ts';

/** Spread over the causes, the same ones each time. */
const SOME = CASES.filter((_, index) => index % 45 === 11);
const RUNS = 2;
const named = ({ spi, receiver, cause }: JudgedIncident) => `${spi} at ${receiver}: ${cause.id}`;

it.each(SOME)('of %s', async (name) => {
  const random = seeded(SOME.indexOf(name));
  const files = await filesOfCase(name);
  const certainOf = async (given: typeof files) => {
    const { incidents } = (await judgeFiles(given, name)).verdict;
    return incidents.filter(({ cause }) => cause.confidence === 'certain').map(named);
  };
  const whole = await certainOf(files);
  for (const remove of Object.values(SHOWN))
    for (let run = 0; run < RUNS; run += 1) expect(whole).toEqual(expect.arrayContaining(await certainOf(remove(files, random))));
});
