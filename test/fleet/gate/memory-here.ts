/** A memory of a gate in this process: workers that share it have one clock, whatever those of their hosts say. */
import { type GateRules, openGate } from '../../../src/fleet/gate/gate-state.ts';
import type { GateMemory } from '../../../src/fleet/gate/keeper.ts';

export function memoryHere(rules: GateRules, clock: { now(): number }): GateMemory {
  let state = openGate(rules, clock.now());
  return {
    change: async (by) => {
      const changed = by(state, clock.now());
      state = changed.state;
      return changed.result;
    },
  };
}
