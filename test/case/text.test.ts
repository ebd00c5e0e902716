/** A case keeps every byte of its files, whatever they hold, and looks like them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { howMany } from '../how-many.ts';
import { type CaseText, parseCase, printCase } from './text.ts';

const name = fc.constantFrom('a/show_logging.txt', 'b/Show-Logging.TXT', 'tunnel.yaml', 'truth', 'verdict', 'a/(odd)');
const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '>>>> a/x',
    '\\>>>> a/x',
    '>>>> ',
    '>>>>',
    '\\\\',
    '\\x0d',
    '\\u{feff}',
    '\r',
    '\0',
    '\ufeff',
    ' ',
    '\t',
    '\b \b',
    'x'.repeat(900),
  ),
);
const text = fc.array(line).map((lines) => lines.join('\n'));
const bytes = fc.oneof(
  text.map((each) => Buffer.from(each)),
  text.map((each) => Buffer.from(`\ufeff${each}`, 'utf16le')),
  fc.uint8Array().map((each) => Buffer.from(each)),
  fc.constant(Buffer.from('')),
  fc.constant(Buffer.from('\n')),
);
const story = fc.array(fc.string({ unit: 'grapheme-ascii' })).map((lines) => lines.map((each) => `${each}\n`).join(''));
const anyCase: fc.Arbitrary<CaseText> = fc.record({ story, files: fc.array(fc.record({ name, bytes }), { maxLength: 5 }) });

const oneFile = (given: string | Buffer, story = ''): string =>
  printCase({ story, files: [{ name: 'a/x.txt', bytes: Buffer.from(given) }] });

describe('a case', () => {
  it('gives back every byte of every file, and its story', () => {
    const inHex = ({ story, files }: CaseText) => [story, ...files.map((file) => `${file.name} ${file.bytes.toString('hex')}`)].join('\n');
    fc.assert(
      fc.property(anyCase, (given) => inHex(parseCase(printCase(given))) === inHex(given)),
      { numRuns: howMany(300, 1000) },
    );
  });

  it('is printed as it was read, or refused', () => {
    const anyText = fc
      .array(fc.oneof(line, fc.constantFrom('>>>> a/x (escaped)', '>>>> a/x (base64)', '>>>> a/x (no line end)', 'eA==')))
      .map((all) => all.join('\n'));
    const read = (given: string): string => {
      try {
        return printCase(parseCase(given));
      } catch {
        return given;
      }
    };
    fc.assert(
      fc.property(anyText, (given) => read(given) === given),
      { numRuns: howMany(300, 1000) },
    );
  });

  it('is a text that no tool takes for binary, in lines that no tool changes', () => {
    fc.assert(fc.property(anyCase, (given) => !/[\0\r\u2028\ufeff]/.test(printCase(given))));
  });

  it.each([
    ['lines as they are', 'Jan  5 03:00:00.000: %SYS-5-X: y \n\tend\n', '>>>> a/x.txt\nJan  5 03:00:00.000: %SYS-5-X: y \n\tend\n'],
    ['no line end at its end', 'hq#exit', '>>>> a/x.txt (no line end)\nhq#exit\n'],
    ['nothing', '', '>>>> a/x.txt\n'],
    ['one empty line', '\n', '>>>> a/x.txt\n\n'],
    ['the line ends of Windows', 'x\r\ny\r\n', '>>>> a/x.txt (escaped)\nx\\x0d\ny\\x0d\n'],
    ['a backslash beside an odd character', 'C:\\x\x07\n', '>>>> a/x.txt (escaped)\nC:\\\\x\\x07\n'],
    ['a backslash alone', 'C:\\x\n', '>>>> a/x.txt\nC:\\x\n'],
    ['what looks like a heading', '>>>> b/y\n\\>>>> z\n', '>>>> a/x.txt\n\\>>>> b/y\n\\\\>>>> z\n'],
    ['Windows text', Buffer.from('\ufeffhq#', 'utf16le'), '>>>> a/x.txt (utf-16le, no line end)\n\\u{feff}hq#\n'],
    ['bytes that are no text', Buffer.from([0x1f, 0x8b, 0x08, 0xff]), '>>>> a/x.txt (base64)\nH4sI/w==\n'],
  ])('shows a file with %s', (_what, given, shown) => {
    expect(oneFile(given)).toBe(shown);
    expect(parseCase(shown).files[0]?.bytes).toEqual(Buffer.from(given));
  });

  it.each([
    ['an escape that nobody needs', '>>>> a/x.txt (escaped)\nhq#\n', 'line 1'],
    ['an odd character in plain text', '>>>> a/x.txt\nhq\r\n', 'line 1'],
    ['a last line that is not ended', '>>>> a/x.txt\nhq#', 'line 2'],
    ['an unknown word in a heading', '>>>> a/x.txt (rot13)\nud#\n', 'line 1'],
    ['base64 that is damaged', '>>>> a/x.txt (base64)\nH4sI/w=\n', 'line 2'],
  ])('is refused with %s, by the line', (_what, given, words) => {
    expect(() => parseCase(given)).toThrow(words);
  });
});
