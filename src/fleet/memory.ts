/** The memory of a fleet is what a file keeps of its rollout: who goes on with it finds every order where it was. */
import { z } from 'zod';
import { ORDER_STAGES, type RolloutState } from './rollout/rollout.ts';

export interface FleetMemory {
  schema: 'flaptrap.fleet/1';
  /** Of the plan that was agreed to. */
  digest: string;
  operator: string;
  rollout: RolloutState;
  /** By which applets each capture was armed. */
  versions: Record<string, string>;
}

const order = z.object({
  name: z.string(),
  wave: z.number(),
  routers: z.array(z.object({ id: z.string(), group: z.string().optional() })),
  stage: z.enum(ORDER_STAGES),
  captureId: z.string().optional(),
  replaces: z.string().optional(),
  why: z.string().optional(),
  isLeft: z.boolean().optional(),
});

const SHAPE = z.object({
  schema: z.literal('flaptrap.fleet/1'),
  digest: z.string(),
  operator: z.string(),
  rollout: z.object({
    rules: z.object({
      canaries: z.number(),
      wave: z.union([z.object({ tunnels: z.number() }), z.object({ percent: z.number() })]),
      errorPercent: z.number(),
      sample: z.number(),
      soakSeconds: z.number(),
      perRouter: z.number(),
      atOnce: z.number(),
    }),
    orders: z.record(z.string(), order),
    wave: z.number(),
    beginsAtMs: z.number(),
    outcomes: z.array(z.boolean()),
    halted: z.string().optional(),
  }),
  versions: z.record(z.string(), z.string()),
});

/** Undefined for what no version of flaptrap has written. */
export function parseMemory(text: string): FleetMemory | undefined {
  try {
    return SHAPE.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
