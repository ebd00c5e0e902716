/** A whole capture with beliefs that are false ends exact or loud, never silent; `npm run bench doubts` tries every one and 200 pairs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openMatrix } from '../../bench/doubt-matrix.ts';
import { DOUBTS, type DoubtId } from '../../src/lab/doubts/index.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { howMany } from '../how-many.ts';

const SPEED = 240;
/** Those that were silent once, and one that never was. */
const HERE: readonly (readonly DoubtId[])[] = [
  ['applet-goes-by-no'],
  ['condition-words', 'condition-goes-by-no'],
  ['debug-prints'],
  ['names-keep-their-case'],
  ['enable-needs-no-password'],
  ['syslog-detector-hears'],
  ['hash-words', 'buffer-returns'],
  ['policy-list-words', 'more-prints-as-it-is'],
  ['ring-list-words', 'ring-goes-by-no'],
  ['syslog-detector-hears', 'trace-goes-off'],
];
const ALL = (Object.keys(DOUBTS) as DoubtId[]).map((id) => [id] as const);
const { playbook } = parsePlaybook(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace('lease: 3d', 'lease: 15m'), 'doubts');
if (playbook === undefined) throw new Error('no playbook');
const doubt = openMatrix(playbook, SPEED);

describe.concurrent('a capture on routers on which it is false', () => {
  it.each([...HERE, ...ALL.slice(0, howMany(0, ALL.length))].map((doubts) => ({ doubts })))(
    'that $doubts',
    { timeout: 300_000 },
    async ({ doubts }) => {
      const { grade, words } = await doubt(doubts);
      expect([grade, words]).toEqual([expect.stringMatching(/^(?:exact|loud)$/), words]);
    },
  );
});
