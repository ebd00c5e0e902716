/** A document is read once, and every line knows its applet. */
import { describe, expect, it } from 'vitest';
import { appletAt, linesOf, rangeOf, rangeOfDiagnostic, readApplets } from '../../src/lsp/document.ts';

const TEXT =
  'hostname hq\nevent manager applet A\n event none\n! why\n\n action 10 wait 5\n!\ninterface Tunnel0\n shutdown\nevent manager applet B\n event none\n';

describe('a document', () => {
  it.each(['\n', '\r\n', '\r'])('has the lines of an editor, whatever ends them: %j', (end) => {
    expect(linesOf(`a${end}${end}b`)).toEqual(['a', '', 'b']);
    expect(readApplets(TEXT.replaceAll('\n', end), 'x').parsed.applets.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('knows for each line in whose body it stands, or would stand', () => {
    const document = readApplets(TEXT, 'x');
    const names = linesOf(TEXT).map((_, line) => appletAt(document, line)?.name);
    expect(names.slice(0, 6)).toEqual([undefined, 'A', 'A', 'A', 'A', 'A']);
    expect(names[8]).toBeUndefined();
    expect(names.slice(9, 11)).toEqual(['B', 'B']);
  });

  it('counts from 0 where diagnostics count from 1', () => {
    expect(rangeOf(3, { column: 2, length: 4 })).toEqual({ start: { line: 3, character: 1 }, end: { line: 3, character: 5 } });
    const finding = { severity: 'error', file: 'x', line: 1, column: 9, length: 3, summary: '' } as const;
    expect(rangeOfDiagnostic(['event manager'], finding)).toEqual({ start: { line: 0, character: 8 }, end: { line: 0, character: 11 } });
  });

  it.each(['', '\u0000', 'event manager applet', '{{', 'event manager applet A\n event none\n action'.repeat(50)])(
    'is read whatever it holds',
    (text) => {
      const document = readApplets(text, 'x');
      expect(() => document.lines.map((_, line) => appletAt(document, line))).not.toThrow();
    },
  );
});
