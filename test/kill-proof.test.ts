/** The proofs by kill can fail: a lie of `status`, a lost file and a changed one are seen. */
import { describe, expect, it } from 'vitest';
import { EvidenceLedger, isSame } from '../bench/kill/evidence.ts';
import type { LabState, RouterState } from '../bench/kill/lab-state.ts';
import type { Reference } from '../bench/kill/reference.ts';
import { liesOfStatus } from '../bench/kill/status-truth.ts';

const EMPTY: RouterState = { isUp: true, applets: [], debugs: [], conditions: [], logging: '', configuration: '', terminals: 0, files: {} };
const ARMED: RouterState = { ...EMPTY, applets: ['FLAPTRAP-7f3a9c01-GUARD', 'FLAPTRAP-7f3a9c01-WATCH'], debugs: ['crypto isakmp'] };
const WHOLE = {
  roles: ['GUARD', 'WATCH'],
  rolesFrozen: ['GUARD'],
  debugs: ['crypto isakmp'],
  conditions: [],
  logging: '',
  files: ['flaptrap-log.txt'],
};
const REFERENCE: Reference = { before: { a: EMPTY, b: EMPTY }, trap: { a: WHOLE, b: WHOLE } };

function liesOn(b: RouterState, word: string): string[] {
  const state: LabState = { a: ARMED, b };
  const said = `capture 7f3a9c01, lease until noon\n  hq (a): armed, not triggered yet\n  branch (b): ${word}`;
  return liesOfStatus(REFERENCE, said, [{ nowMs: 0, state, content: { a: {}, b: {} } }], '7f3a9c01');
}

describe('what status says of a router', () => {
  it('is true when it calls a whole trap armed, and a lie when a debug of it has gone', () => {
    expect(liesOn(ARMED, 'armed, not triggered yet')).toEqual([]);
    expect(liesOn({ ...ARMED, debugs: [] }, 'armed, not triggered yet')).toHaveLength(1);
    expect(liesOn({ ...ARMED, debugs: [] }, 'not armed: debug crypto isakmp is missing')).toEqual([]);
  });

  it('is a lie when it hides what is frozen, or calls an empty router armed', () => {
    const frozen = { ...ARMED, files: { 'flaptrap-7f3a9c01-log.txt': 9 } };
    expect(liesOn(frozen, 'armed, not triggered yet')).toHaveLength(1);
    expect(liesOn(frozen, 'recording saved: `flaptrap collect` fetches it')).toEqual([]);
    expect(liesOn(EMPTY, 'armed, not triggered yet')).toHaveLength(1);
    expect(liesOn(EMPTY, 'disarmed')).toEqual([]);
  });
});

describe('the ledger of evidence', () => {
  it('misses a file that has gone from flash, and takes one that has grown for kept', () => {
    const ledger = new EvidenceLedger();
    ledger.note({ a: { 'flaptrap-7f3a9c01-log.txt': 'one\n', 'backup.cfg': 'x' }, b: {} });
    expect(ledger.lost({ a: { 'flaptrap-7f3a9c01-log.txt': 'one\ntwo\n' }, b: {} }, 'nowhere')).toEqual([]);
    expect(ledger.lost({ a: {}, b: {} }, 'nowhere')).toEqual(['a: flaptrap-7f3a9c01-log.txt (4 bytes)']);
  });

  it('lets a bundle differ from flash only where a secret was removed', () => {
    expect(isSame('key hunter2 address 192.0.2.1\n', 'key <removed> address 192.0.2.1\n')).toBe(true);
    expect(isSame('key hunter2 address 192.0.2.1\n', 'key <removed> address 192.0.2.7\n')).toBe(false);
    expect(isSame('key hunter2 address 192.0.2.1 no-xauth\n', 'key <removed> address 192.0.2.1\n')).toBe(false);
    expect(isSame('one\ntwo\n', 'one\n')).toBe(false);
  });
});
