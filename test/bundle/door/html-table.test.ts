/** A message a row of a table of HTML; what only looks like one stops nothing. */
import { describe, expect, it } from 'vitest';
import { joinCells } from '../../../src/bundle/door/html-table.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const said = (second: number) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: %SYS-5-CONFIG_I: Configured by vty0`;
const row = (second: number) => `<tr class="log"><td>${second}</td><td>${said(second)}</td></tr>`;

describe('rows of cells', () => {
  it('are a line each, and what stands around them stays', () => {
    const { lines } = joinCells(openPage('a.html', `above\n<table>\n${row(1)}\n${row(2)}\n</table>\nbelow`));
    expect(lines.filter((line) => line.includes('%SYS'))).toEqual([said(1), said(2)].map((line) => expect.stringContaining(line)));
    expect([lines[0], lines.at(-1)]).toEqual(['above', 'below']);
  });

  it('are none where a table stands in one', () => {
    const page = openPage('a.html', `<tr><td>${said(1)}</td><td><table><tr><td>x</td></table></td></tr>`);
    expect(joinCells(page)).toBe(page);
  });

  it('are none where the first has no end in twenty megabytes', () => {
    const page = openPage('a.log', `HTTP: <html><table><tr><td>status\n${`${said(1)}\n`.repeat(260_000)}`);
    expect(joinCells(page)).toBe(page);
  });
});
