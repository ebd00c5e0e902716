/** Where a cursor is in a playbook is told by indentation and braces, however little of it is typed. */
import { describe, expect, it } from 'vitest';
import { keyAt } from '../../src/lsp/playbook-at.ts';

function at(text: string) {
  const before = text.slice(0, text.indexOf('¦')).split('\n');
  return keyAt(text.replace('¦', '').split('\n'), { line: before.length - 1, character: before.at(-1)?.length ?? 0 });
}

describe('the key at a position', () => {
  it.each([
    ['a key at the top', 'tun¦nel:\n', [], 'tunnel', false],
    ['a value', 'strategy: rec¦\n', ['strategy'], 'rec', true],
    ['a key below', 'tunnel:\n  a:\n    na¦me: hq\n', ['tunnel', 'a'], 'name', false],
    ['a value below', 'tunnel:\n  a:\n    name: h¦q\n', ['tunnel', 'a', 'name'], 'hq', true],
    ['a key in braces', 'hostKeys: { pol¦ }\n', ['hostKeys'], 'pol', false],
    ['a value in braces', 'hostKeys: { policy: acc¦ }\n', ['hostKeys', 'policy'], 'acc', true],
    ['a place in a list', 'tunnel:\n  b:\n    - na¦me: x\n', ['tunnel', 'b', '-'], 'name', false],
    ['behind a deeper part', 'tunnel:\n  a:\n    name: hq\nstr¦\n', [], 'str', false],
    ['nothing', '¦', [], '', false],
  ])('%s', (_what, text, path, word, isValue) => {
    expect(at(text)).toMatchObject({ path, word, isValue });
  });

  it('has the word as its range', () => {
    expect(at('  na¦me: x').range).toEqual({ start: { line: 0, character: 2 }, end: { line: 0, character: 6 } });
  });
});
