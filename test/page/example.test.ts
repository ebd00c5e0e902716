/** The example of the page is judged like any logs: it names its cause, and the lines that prove it. */
import { expect, it } from 'vitest';
import { EXAMPLE } from '../../src/page/example.ts';
import { judgeFiles } from '../case/open.ts';

it('the example is a lost DELETE, and certain of it', async () => {
  const files = Object.entries(EXAMPLE).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  const { verdict } = await judgeFiles(files, 'example');
  expect(verdict.incidents.map(({ cause: { id, confidence } }) => [id, confidence])).toEqual([['delete-lost', 'certain']]);
  expect(verdict.tunnel).toMatchObject({ a: { name: 'hq' }, b: { name: 'branch' } });
});
