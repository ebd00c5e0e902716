/** What another capture of ours has set is not set again, and whoever leaves last knows how to give it back. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { settingSteps } from '../../src/playbook/steps.ts';

it('a setting that stands by another capture is a step without a line, with the undo of that capture', () => {
  const { playbook } = parsePlaybook(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8'), 'tunnel-flaps.yaml');
  if (playbook === undefined) throw new Error('the playbook cannot be read');
  const standingRestores = ['default logging console', 'no logging buginf', 'logging buffered 8192 informational'];
  const facts = { ...assumeFacts(playbook.tunnel.a), bufferBytes: 4_194_304, standingRestores };
  const steps = settingSteps(playbook, facts).map(({ id, lines, undo }) => ({ id, lines, undo: undo.lines }));
  expect(steps).toEqual([
    { id: 'setting-console', lines: [], undo: ['default logging console'] },
    { id: 'setting-buginf', lines: [], undo: ['no logging buginf'] },
    { id: 'logging', lines: [], undo: ['logging buffered 8192 informational'] },
  ]);
});
