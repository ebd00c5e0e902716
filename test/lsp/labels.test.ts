/** Labels: where one is, who jumps there, and which new name keeps every action in its turn. */
import { describe, expect, it } from 'vitest';
import { definitionOf, labelAt, referencesOf, renameLabel } from '../../src/lsp/labels.ts';
import { marked, textIn } from './applet-text.ts';

const APPLET = (first: string, jump = '0030') => `event manager applet A
 event none
 action ${first} if $_exit_status eq 0 goto ${jump}
 action 0020 syslog msg "0030 is no label here"
 action 0030 wait 1
event manager applet B
 event none
 action 0030 wait 1
`;

describe('a label', () => {
  it.each([
    ['of an action', APPLET('00¦10'), '0010'],
    ['of a jump', APPLET('0010', '00¦30'), '0030'],
  ])('is found: that %s', (_what, text, label) => {
    const { document, position } = marked(text);
    const found = labelAt(document, position);
    expect(found).toMatchObject({ label, applet: { name: 'A' } });
    expect(found && textIn(document, found.range)).toBe(label);
  });

  it('is defined where the action stands, in its own applet', () => {
    const { document, position } = marked(APPLET('0010', '00¦30'));
    expect(definitionOf(document, position)?.start.line).toBe(4);
    expect(referencesOf(document, position, true).map(({ start }) => start.line)).toEqual([4, 2]);
    expect(referencesOf(document, position, false).map(({ start }) => start.line)).toEqual([2]);
  });

  it('is none where none stands', () => {
    const { document, position } = marked('event manager applet A\n event no¦ne\n action 10 wait 1\n');
    expect([labelAt(document, position), definitionOf(document, position), referencesOf(document, position, true)]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    expect(renameLabel(document, position, '20')).toEqual({ refused: 'no label of an action stands here' });
  });

  it.each([
    ['0040', undefined],
    ['0025', undefined],
    ['0015', 'run before 0020'],
    ['0020', 'in use already'],
    ['a b', 'one word'],
    ['', 'one word'],
  ])('may be called %j: %s', (name, refused) => {
    const { document, position } = marked(APPLET('0010', '00¦30').replace('"0030 is no label here"', '"x"'));
    const renamed = renameLabel(document, position, name);
    if (refused === undefined) expect('changes' in renamed && renamed.changes.map(({ newText }) => newText)).toEqual([name, name]);
    else expect(renamed).toMatchObject({ refused: expect.stringContaining(refused) });
  });

  it.each([
    ['a text of the file names it', 'event manager applet A\n event none\n action 00¦10 wait 1\nalias exec x no action 0010\n'],
    ['the file is a template', 'event manager applet A\n event none\n action 00¦10 syslog msg "{{ x }}"\n'],
    ['it stands twice', 'event manager applet A\n event none\n action 00¦10 wait 1\n action 0010 wait 2\n'],
  ])('keeps its name where %s', (_why, text) => {
    const { document, position } = marked(text);
    expect(renameLabel(document, position, '0015')).toHaveProperty('refused');
  });
});
