/** Text as a hostile router, bundle or file name would have it, and the test of whether any of it got through. */
import fc from 'fast-check';

/** Written out by number, on purpose otherwise than the program does it. Line feed and tab are allowed. */
export const ACTS_ON_A_TERMINAL =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/;

export const HOSTILE: [what: string, text: string][] = [
  ['a colour', '\u001b[31mred'],
  ['a clipboard write (OSC 52)', '\u001b]52;c;cm0gLXJmIH4=\u0007'],
  ['a title (OSC 0)', '\u001b]0;owned\u001b\\'],
  ['a cleared screen', '\u001b[2J\u001b[H'],
  ['C1: CSI in one character', '\u009b31m'],
  ['C1: OSC in one character', '\u009d52;c;eA==\u009c'],
  ['an answer-back request', '\u001b[c\u0005'],
  ['backspaces', 'sound\b\b\b\b\bwrong'],
  ['an overprinted line', 'STILL THERE\rnothing left'],
  ['DEL', 'a\u007f'],
  ['NUL', 'a\u0000b'],
  ['a right-to-left override', 'gnp.\u202egnp.exe'],
  ['a bidi isolate', '\u2066a\u2069'],
  ['an Arabic letter mark', 'a\u061cb'],
  ['a line separator', 'a\u2028b'],
  ['zero-width characters', 'h\u200bq\u200d\u2060\ufeff'],
  ['tags', `a${String.fromCodePoint(0xe0041, 0xe007f)}`],
  ['a lone surrogate', 'a\ud800b\udfff'],
  ['a soft hyphen', 'a\u00adb'],
];

export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE.map(([, text]) => text), '\n', '\r\n', '::error::', '%0A', '"', '\\'),
      fc.string({ unit: 'binary' }),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));
