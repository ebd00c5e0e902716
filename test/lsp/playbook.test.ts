/** A playbook in an editor: known among other YAML, checked, explained and completed from its schema. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPlaybook, completeKeyAt, hoverKeyAt, isPlaybook } from '../../src/lsp/playbook.ts';

const PLAYBOOK = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');
function cursor(text: string) {
  const before = text.slice(0, text.indexOf('¦')).split('\n');
  return { text: text.replace('¦', ''), position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}
const completed = (text: string): string[] => {
  const { text: whole, position } = cursor(text);
  return completeKeyAt(whole, position).map(({ label }) => label);
};

describe('a playbook', () => {
  it.each([
    ['one of ours', PLAYBOOK, true],
    ['one that says its schema', '# yaml-language-server: $schema=../playbook.schema.json\n', true],
    ['a playbook of Ansible', '- hosts: all\n  tasks: []\n', false],
    ['nothing', '', false],
  ])('is known: %s', (_what, text, is) => expect(isPlaybook(text)).toBe(is));

  it('is checked as the command checks it, whatever ends its lines', () => {
    expect(checkPlaybook(PLAYBOOK, 'x').filter(({ severity }) => severity === 'error')).toEqual([]);
    const wrong = checkPlaybook(PLAYBOOK.replace('tunnel:', 'tunel:').replaceAll('\n', '\r\n'), 'x');
    expect(wrong.some(({ severity, line }) => severity === 'error' && line > 0)).toBe(true);
  });

  it('is completed with its keys and their values', () => {
    expect(completed('¦')).toEqual(expect.arrayContaining(['tunnel', 'strategy', 'trigger']));
    expect(completed('strategy: ¦')).toEqual(expect.arrayContaining(['recorder']));
    expect(completed('hostKeys: { ¦')).toEqual(expect.arrayContaining(['policy', 'knownHosts']));
    expect(completed('no-such-key: ¦')).toEqual([]);
  });

  it('tells what a key means, and nothing of what is no key', () => {
    const { text, position } = cursor('stra¦tegy: recorder\n');
    expect(hoverKeyAt(text, position)?.text).toMatch(/^\*\*strategy\*\*\n\n\S/);
    const strange = cursor('stran¦ge: x\n');
    expect(hoverKeyAt(strange.text, strange.position)).toBeUndefined();
  });
});
