/** An engine that arms at once whatever it is given, or refuses it; for what is above the engine. */
import type { CaptureState, Engine, Order } from '../../src/engine/engine.ts';
import type { Side } from '../../src/ipsec/side.ts';

export interface FakeEngine extends Engine {
  begun: string[];
  stopped: string[];
  state(captureId: string): CaptureState | undefined;
  /** As if it had happened in another worker. */
  set(captureId: string, changed: Partial<CaptureState>): void;
}

/** `arms`: what becomes of a capture that is begun; it waits when left out. */
export function fakeEngine(arms: (order: Order) => Partial<CaptureState> = () => ({})): FakeEngine {
  const captures = new Map<string, CaptureState>();
  const [begun, stopped]: [string[], string[]] = [[], []];
  const set = (captureId: string, changed: Partial<CaptureState>): void => {
    const before = captures.get(captureId);
    if (before !== undefined) captures.set(captureId, { ...before, ...changed });
  };
  return {
    begun,
    stopped,
    state: (captureId) => captures.get(captureId),
    set,
    begin: async (order) => {
      const { captureId } = order.plan;
      if (captures.has(captureId)) return;
      begun.push(captureId);
      captures.set(captureId, { ...waitingState(order), ...arms(order) });
    },
    stop: async (captureId) => {
      stopped.push(captureId);
      set(captureId, { phase: 'ended', ending: 'stopped' });
    },
    spring: async () => undefined,
    setLease: async (captureId, leaseEndsAt) => set(captureId, { leaseEndsAt }),
    captures: async () => [...captures.values()],
    hear: () => () => undefined,
    close: async () => undefined,
  };
}

function waitingState({ plan, playbook, operator, watch }: Order): CaptureState {
  const standing = (side: Side) => ({
    name: playbook.tunnel[side].name,
    address: playbook.tunnel[side].address,
    isOurs: true,
    standing: 'it records',
  });
  const peers = { a: standing('a'), b: standing('b') };
  return {
    captureId: plan.captureId,
    playbook: playbook.name,
    peers,
    phase: 'waiting',
    watch,
    armedAt: '2026-11-26T15:00:00.000Z',
    leaseEndsAt: plan.leaseEndsAt,
    capturesLeft: 1,
    worker: 'w1',
    operator,
    outcome: null,
    ending: null,
    trouble: null,
    bundles: [],
  };
}
