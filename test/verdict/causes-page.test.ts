/** docs/causes.md is the matrix of causes and facts, printed from what the judge itself uses: `npx vitest run test/verdict/causes-page.test.ts -u` writes it. */
import { describe, expect, it } from 'vitest';
import type { CauseRule } from '../../src/verdict/cause.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import type { Fact } from '../../src/verdict/fact.ts';
import { FACTS } from '../../src/verdict/facts/index.ts';
import { factOf } from '../../src/verdict/infer.ts';
import { aloneAtMost } from '../../src/verdict/one-ended.ts';

const ALL: CauseRule[] = Object.values<CauseRule>(CAUSES);
const list = (terms: readonly string[]) => (terms.length === 0 ? '' : terms.map((term) => `\`${term}\``).join(', '));

function printPage(): string {
  return `# Causes and facts

A cause stands while none of its facts is contradicted. It is certain when all that it requires and rests on is shown, and every other root is contradicted by a
shown fact. R logged the unknown SPI X, S sent with it. Generated from \`src/verdict/causes\` and \`src/verdict/facts\`.

**With one end alone.** The message is R's: without R's record nothing says that a packet was dropped, and there is no incident. With R's record alone
each cause is at most what the last column says; in brackets what it takes S's record for.

## Causes

| cause | requires | certain only with | forbids | with R alone |
|---|---|---|---|---|
${ALL.map((rule) => ({ ...rule, rule }))
  .map(
    ({ id, kind, requires, proves, forbids, rule }) =>
      `| [\`${id}\`](causes/${id}.md)${kind === 'prolongs' ? ' (prolongs)' : ''} | ${list(requires)} | ${list(proves)} | ${list(forbids)} | ${sayAlone(rule)} |`,
  )
  .join('\n')}

## Facts

| fact | link | question | asked by |
|---|---|---|---|
${Object.values<Fact>(FACTS)
  .map(({ id, link, question }) => `| \`${id}\` | ${link} | ${question} | ${list(askersOf(id))} |`)
  .join('\n')}
`;
}

function sayAlone(rule: CauseRule): string {
  const { confidence, lacks } = aloneAtMost(rule);
  return `${confidence ?? 'not named'}${lacks.length === 0 ? '' : ` (${list(lacks)})`}`;
}

function askersOf(fact: string): string[] {
  return ALL.filter((cause) => termsOf(cause).includes(fact)).map(({ id }) => id);
}

const termsOf = ({ requires, proves, forbids, speaks = [] }: CauseRule): string[] =>
  [...requires, ...proves, ...forbids, ...speaks].map((term) => factOf(term).id);

describe('the page of causes', () => {
  it('is what the judge uses', async () => {
    await expect(printPage()).toMatchFileSnapshot('../../docs/causes.md');
  });
});

describe.each(ALL)('the cause $id', (cause) => {
  it('asks for facts that exist, and forbids none that it requires', () => {
    expect(termsOf(cause).filter((id) => !(id in FACTS))).toEqual([]);
    expect(cause.requires.filter((term) => (cause.forbids as readonly string[]).includes(term))).toEqual([]);
  });

  it('gives commands that stand alone on a line', () => {
    for (const { lines, effect } of cause.remedy.blocks) {
      expect(lines.filter((line) => /[;.]\s|\.$/.test(line))).toEqual([]);
      expect(effect).not.toBe('');
    }
  });
});
