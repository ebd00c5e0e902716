/** What ends the waiting for a capture over which nobody keeps a session, by how its routers are found. */
import { expect, it } from 'vitest';
import type { PeerStage } from '../../src/capture/sight.ts';
import { endingOf } from '../../src/capture/wait.ts';

const ending = (signal: 'orchestrator' | 'none', ...stages: PeerStage[]) => endingOf(stages, { signal });

it('one end that springs is enough, whatever the other one is', () => {
  expect(ending('none', 'armed', 'freezing')).toBe('sprung');
  expect(ending('orchestrator', 'frozen', 'reloaded')).toBe('sprung');
});

it('a router that has restarted has the other end frozen only where the playbook calls that from here', () => {
  expect(ending('orchestrator', 'reloaded', 'armed')).toBe('reloaded');
  expect(ending('none', 'reloaded', 'armed')).toBeUndefined();
});

it('traps that are gone at both ends end it, and one of them alone does not', () => {
  expect(ending('none', 'gone', 'reloaded')).toBe('gone');
  expect(ending('orchestrator', 'gone', 'armed')).toBeUndefined();
  expect(ending('orchestrator', 'gone', 'unknown')).toBeUndefined();
});
