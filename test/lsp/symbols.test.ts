/** The outline of a file: its applets with what they wait for and do, each where it stands. */
import { expect, it } from 'vitest';
import { readApplets } from '../../src/lsp/document.ts';
import { symbolsOf } from '../../src/lsp/symbols.ts';

it('lists applets, events and actions in the order of their lines', () => {
  const document = readApplets(
    'event manager applet A\n action 10 wait 5\n event none\n unheard of\nhostname hq\nevent manager applet B\n event none\n',
    'x',
  );
  const symbols = symbolsOf(document);
  expect(symbols.map(({ name, detail, children }) => [name, detail, children.map((each) => each.name)])).toEqual([
    ['A', '1 actions', ['10 wait', 'event none']],
    ['B', '0 actions', ['event none']],
  ]);
  expect(symbols[0]?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 3, character: 11 } });
  for (const { range, children } of symbols)
    for (const child of children) expect(child.range.start.line > range.start.line && child.range.end.line <= range.end.line).toBe(true);
});

it('is empty where there is no applet', () => {
  expect(symbolsOf(readApplets('hostname hq\n', 'x'))).toEqual([]);
});
