/** The chain of an audit: whatever is done to a book afterwards is found, and said at its entry. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntry, beginningOf, type End } from '../../src/audit/chain.ts';
import type { Cited, Entry } from '../../src/audit/entry.ts';
import { type Head, printSigned } from '../../src/audit/head.ts';
import { type CheckSignature, type Shelved, verifyBooks } from '../../src/audit/verify.ts';

const AT = '2026-01-05T10:00:00.000Z';
const OF = { at: AT, session: 1, device: 'hq', capture: null };

/** A signature that only who knows how can make: enough for a test of the law, sshsig.test.ts tests the real one. */
const sign = (message: string): string => `signed ${message}`;
const check: CheckSignature = (message, signature) => (signature === sign(message) ? { by: 'ops' } : { why: 'is not signed by ops' });

interface Made {
  shelved: Omit<Shelved, 'lines' | 'head'> & { lines: string[]; head: Head };
  ends: End[];
}

function makeBook(book: string, texts: readonly string[], follows: Cited[] = []): Made {
  const entries: Entry[] = [
    { what: 'opened', at: AT, schema: 'flaptrap.audit/1', book, operator: 'ops', follows },
    ...texts.map((text): Entry => ({ what: 'typed', ...OF, text })),
  ];
  let end = beginningOf(book);
  const made = entries.map((entry) => {
    const added = addEntry(end, entry);
    end = added.end;
    return added;
  });
  const head = { schema: 'flaptrap.audit-head/1', book, ...end, at: AT } as const;
  return {
    shelved: { book, lines: made.map(({ line }) => line), rest: '', head: { ...head, signature: sign(printSigned(head)) } },
    ends: made.map((each) => each.end),
  };
}

const verdictOf = (book: Shelved) => verifyBooks([book], check)[0];
const TEXTS = fc.array(fc.string(), { minLength: 2, maxLength: 12 });
/** A place among the lines of a book: its opening, and what was typed. */
const PLACE = fc.nat();

describe('a book of the audit', () => {
  it('that nobody touched is intact, up to its signed head', () => {
    fc.assert(
      fc.property(TEXTS, (texts) => {
        const { shelved } = makeBook('one', texts);
        expect(verdictOf(shelved)).toEqual({
          book: 'one',
          entries: texts.length + 1,
          breaks: [],
          proven: { number: texts.length + 1, by: 'ops' },
        });
      }),
    );
  });

  it('goes on behind its head, as the book of a process that works', () => {
    const { shelved } = makeBook('one', ['show clock', 'show version']);
    const longer = makeBook('one', ['show clock', 'show version', 'show crypto ikev2 sa']);
    expect(verdictOf({ ...longer.shelved, head: shelved.head })).toMatchObject({ entries: 4, breaks: [], proven: { number: 3 } });
  });

  it.each<[string, (lines: string[], at: number, other: number, character: string) => string[]]>([
    ['a character changed', (lines, at, other, character) => lines.with(at, changed(lines[at] ?? '', other, character))],
    ['an entry taken away', (lines, at) => lines.toSpliced(at, 1)],
    ['an entry put in', (lines, at, other) => lines.toSpliced(at, 0, lines[other % lines.length] ?? '')],
    ['a foreign line put in', (lines, at, _other, character) => lines.toSpliced(at, 0, character)],
    [
      'two entries exchanged',
      (lines, at) => lines.with(at, lines[(at + 1) % lines.length] ?? '').with((at + 1) % lines.length, lines[at] ?? ''),
    ],
    ['the tail cut', (lines, at) => lines.slice(0, at)],
  ])('with %s is broken, and never past the place where it was done', (_what, spoil) => {
    fc.assert(
      fc.property(TEXTS, PLACE, PLACE, fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }), (texts, place, other, character) => {
        const { shelved } = makeBook('one', texts);
        const at = place % shelved.lines.length;
        const spoilt = spoil(shelved.lines, at, other, character);
        fc.pre(spoilt.join('\n') !== shelved.lines.join('\n'));
        const verified = verdictOf({ ...shelved, lines: spoilt });
        expect(verified?.breaks[0]?.number).toBeLessThanOrEqual(Math.max(at + 2, spoilt.length + 1));
        expect(verified?.proven?.number ?? 0).toBeLessThan(verified?.breaks[0]?.number ?? 0);
      }),
    );
  });

  it('that was cut and chained anew up to any place does not fit its head, and another head is not signed', () => {
    fc.assert(
      fc.property(TEXTS, PLACE, (texts, place) => {
        const { shelved } = makeBook('one', texts);
        const kept = place % texts.length;
        const forged = makeBook('one', [...texts.slice(0, kept), `${texts[kept]}!`, ...texts.slice(kept + 1)]).shelved;
        expect(verdictOf({ ...forged, head: shelved.head })?.breaks[0]?.why).toMatch(
          /it was written anew: entry \d+ is not the one of its head/,
        );
        const own: Head = { ...forged.head, signature: shelved.head.signature };
        expect(verdictOf({ ...forged, head: own })?.breaks[0]?.why).toBe('its head is not signed by ops');
      }),
    );
  });

  it('without a head is intact, and proven by nobody: a cut tail cannot be seen', () => {
    const { shelved } = makeBook('one', ['show clock', 'show version']);
    expect(verifyBooks([{ book: 'one', lines: shelved.lines.slice(0, 2), rest: '' }], check)).toEqual([
      { book: 'one', entries: 2, breaks: [], proven: null },
    ]);
  });

  it('whose last line is half is broken there, and an empty one with a head is cut', () => {
    const { shelved } = makeBook('one', ['show clock']);
    expect(verdictOf({ ...shelved, rest: '{"numb' })?.breaks[0]).toEqual({ number: 3, why: 'its last line is cut' });
    expect(verdictOf({ ...shelved, lines: [] })?.breaks.map(({ why }) => why)).toEqual([
      'it is empty',
      'its tail is cut: its head is entry 2, and it ends at entry 0',
    ]);
  });

  it('that an editor has given other line ends is broken at the first of them, and told so', () => {
    const { shelved } = makeBook('one', ['show clock', 'show version']);
    const from = (first: number) => shelved.lines.map((line, at) => (at < first ? line : `${line}\r`));
    for (const first of [0, 1, shelved.lines.length - 1])
      expect(verdictOf({ ...shelved, lines: from(first), head: undefined })?.breaks).toEqual([
        { number: first + 1, why: 'it ends in CR LF: an editor, or the way by which it was copied, has changed it' },
      ]);
  });

  it('under the name of another is not that one', () => {
    const { shelved } = makeBook('one', ['show clock']);
    expect(verdictOf({ ...shelved, book: 'two' })?.breaks[0]).toEqual({
      number: 1,
      why: 'it opens the book one, which stands here under another name',
    });
  });
});

describe('books that follow each other', () => {
  const first = makeBook('one', ['show clock', 'show version']);
  const end = first.ends.at(-1) ?? { number: 0, hash: '' };
  const second = makeBook('two', ['show clock'], [{ book: 'one', ...end }]);
  const both = (one: Shelved | undefined) => verifyBooks([...(one === undefined ? [] : [one]), second.shelved], check).at(-1)?.breaks;
  const headless = (lines: string[]): Shelved => ({ book: 'one', lines, rest: '' });

  it('prove each other: one that is missing, cut or written anew is missed by the next, without any signature', () => {
    expect(both(headless(first.shelved.lines))).toEqual([]);
    expect(both(undefined)).toEqual([{ number: 1, why: 'one, which it follows, is missing' }]);
    expect(both(headless(first.shelved.lines.slice(0, 2)))).toEqual([
      { number: 1, why: 'one, which it follows, is cut: it ends at entry 2, and had 3' },
    ]);
    expect(both(headless(makeBook('one', ['show clock', 'show users']).shelved.lines))).toEqual([
      { number: 1, why: 'one, which it follows, was written anew: entry 3 is another' },
    ]);
  });
});

function changed(line: string, place: number, character: string): string {
  const at = place % line.length;
  return `${line.slice(0, at)}${character}${line.slice(at + 1)}`;
}
