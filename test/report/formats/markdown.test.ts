/** The report for a ticket: whatever a router wrote, it stays text there. */
import { describe, expect, it } from 'vitest';
import { fence, markdown, prose } from '../../../src/report/formats/markdown.ts';
import { buildTimeline } from '../../../src/timeline/timeline.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { bundleOfCase } from '../../case/open.ts';
import { timelineOf } from '../../verdict/bundle-of.ts';
import { DELETE_LOST, HEALTHY, ONLY_THE_MESSAGE } from '../../verdict/stories.ts';

function print(story: { a: string; b: string }): string {
  const timeline = timelineOf(story);
  return markdown.print(judge(timeline), timeline);
}

it('of a lost DELETE', async () => {
  await expect(print(DELETE_LOST)).toMatchFileSnapshot('../golden/delete-lost.md');
});

it('of an incident that nothing explains', async () => {
  await expect(print(ONLY_THE_MESSAGE)).toMatchFileSnapshot('../golden/unknown.md');
});

it('of a healthy tunnel says so, and draws its messages', () => {
  const printed = print(HEALTHY);
  expect(printed).toContain('No incident: neither router logged an unknown SPI on this tunnel');
  expect(printed).toContain('```mermaid\nsequenceDiagram\n');
});

it('of more than fifty messages names the format that has all of them', async () => {
  const timeline = buildTimeline(await bundleOfCase('delete-lost/ios'));
  const [one] = timeline.messages;
  if (one === undefined) throw new Error('the case has no message');
  const printed = markdown.print(judge(timeline), { ...timeline, messages: Array.from({ length: 51 }, () => one) });
  expect(printed).not.toContain('```mermaid');
  expect(printed).toContain('There are 51, too many for a diagram: `flaptrap report --format ladder` has all of them.');
});

/** Blocks that are open at the end, or that a line inside has closed: none. */
function fencesOf(text: string): { language: string; lines: string[] }[] {
  const blocks: { language: string; lines: string[] }[] = [];
  let open: { mark: string; lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(?<mark>`{3,})(?<info>[^`]*)$/.exec(line)?.groups;
    if (open === undefined && mark !== undefined) {
      open = { mark: mark['mark'] ?? '', lines: [] };
      blocks.push({ language: mark['info'] ?? '', lines: open.lines });
    } else if (open !== undefined && mark?.['info']?.trim() === '' && (mark['mark'] ?? '').length >= open.mark.length) open = undefined;
    else open?.lines.push(line);
  }
  expect(open).toBeUndefined();
  return blocks;
}

describe('a hostile log', () => {
  const HOSTILE = [
    '```',
    '~~~',
    '````text',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '| a | b |',
    '# heading',
    '$(id)',
    '\u001b[31m',
  ];
  const log = DELETE_LOST.b.replaceAll('%CRYPTO-4-RECVD_PKT_INV_SPI:', (head) => `${head} ${HOSTILE.join(' ')} `);

  it('leaves every block as it was meant', () => {
    const blocks = fencesOf(print({ a: DELETE_LOST.a, b: log }));
    const quiet = fencesOf(print(DELETE_LOST));
    expect(blocks.map(({ language }) => language)).toEqual(quiet.map(({ language }) => language));
    expect(blocks.map(({ lines }) => lines.length)).toEqual(quiet.map(({ lines }) => lines.length));
  });

  it.each(HOSTILE.filter((text) => /^[`~]/.test(text)))('does not close a block by %s on a line of its own', (text) => {
    expect(fencesOf(fence('text', ['before', text, 'behind']).join('\n'))).toEqual([
      { language: 'text', lines: ['before', text, 'behind'] },
    ]);
  });

  it.each(HOSTILE)('is words in a paragraph: %j', (text) => {
    const said = prose(text);
    expect(said).not.toMatch(/(?<!\\)(?:\\\\)*[`<|[\]~$*]/);
    expect(said).not.toMatch(/^#/);
    expect(said).not.toContain('\u001b');
  });

  it.each([
    ['1. no list', '1\\. no list'],
    ['- no list', '\\- no list'],
    ['> no quotation', '\\\\> no quotation'],
    ['delete_lost', 'delete_lost'],
    ['_not slanted_', '\\_not slanted\\_'],
    ['a\nb', 'a\\\\u000ab'],
  ])('%j is written %j', (text, said) => {
    expect(prose(text).replace('\\\\>', '\\>')).toBe(said.replace('\\\\>', '\\>'));
  });
});
