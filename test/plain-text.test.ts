/** What a stranger wrote reaches no terminal and no file system as he wrote it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, plainLine, plainName } from '../src/plain-text.ts';
import { ACTS_ON_A_TERMINAL, HOSTILE, hostileText } from './hostile-text.ts';

describe('plain text', () => {
  it.each(HOSTILE)('shows %s and does nothing', (_what, text) => {
    expect(ACTS_ON_A_TERMINAL.test(plain(text))).toBe(false);
    expect(plain(text)).toMatch(/\\u[0-9a-f]{4}/);
  });

  it('leaves words, tabs, line feeds and other scripts as they are', () => {
    const text = 'Zürich\t→ 東京 😀\nhq#show clock\n';
    expect(plain(text)).toBe(text);
  });

  it('takes the line ends of IOS for line ends', () => {
    expect(plain('one\r\ntwo\r\r\nthree\rfour')).toBe('one\ntwo\nthree\\u000dfour');
  });

  it('keeps the meaning of JSON, whatever is in it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = JSON.stringify({ [text]: text }, null, 2);
        expect(JSON.parse(plain(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('never acts, and is the same when it is made plain again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(ACTS_ON_A_TERMINAL.test(plain(text))).toBe(false);
        expect(plain(plain(text))).toBe(plain(text));
        expect(plainLine(text)).not.toContain('\n');
      }),
    );
  });
});

describe('a plain name', () => {
  it.each([
    ['show_logging.txt', 'show_logging.txt'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['..', '_'],
    ['', '_'],
    ['.bashrc', '_bashrc'],
    ['-rf', '_rf'],
    ['nul.txt', '_nul.txt'],
    ['a\u0000b/c\\d\u202ee', 'a_b_c_d_e'],
  ])('of %j is %j', (text, name) => {
    expect(plainName(text)).toBe(name);
  });

  it('stays in its folder, short, and the same when it is made again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const name = plainName(text);
        expect(name).toMatch(/^[\w][\w.-]{0,120}$/);
        expect(plainName(name)).toBe(name);
      }),
    );
  });

  it('of a long text keeps its ending', () => {
    expect(plainName(`${'a'.repeat(5000)}.txt`)).toMatch(/^a{100}a{16}\.txt$/);
  });
});
