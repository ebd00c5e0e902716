/** A reading is one look of a watch at a router, as deep as its turn is: what stands there, and what its gauges say. */
import type { Cli } from '../device/cli.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { askIdentity, askLoad, type Gauges } from './gauges.ts';
import { glance, lookWhole, type WholeLook } from './look.ts';
import { askRecording, type Undone } from './losses.ts';
import type { Depth } from './pace.ts';

export interface Reading {
  /** At least as deep as was asked for. */
  depth: Depth;
  /** Absent when a glance found every applet: then it is as it was. */
  look?: WholeLook | undefined;
  gauges: Gauges;
  /** True when the short list of EEM names each applet that stands. */
  isGlanceRight: boolean;
}

interface Asked {
  plan: Plan;
  side: Side;
  depth: Depth;
  undone: Undone;
  /** By a clock that nobody sets. */
  atMs: number;
}

export async function readRouter(cli: Cli, asked: Asked): Promise<Reading> {
  const { plan, side, depth, undone, atMs } = asked;
  const peer = plan.peers[side];
  const isWhole = await glance(cli, plan, peer);
  if (depth === 'whole' || !isWhole) return readWhole(cli, asked, isWhole);
  if (depth === 'glance') return { depth, gauges: { atMs }, isGlanceRight: true };
  const { losses, messages } = await askRecording(cli, peer, undone);
  const missing = losses.map(({ text }) => text);
  const look: WholeLook = { stage: losses.length > 0 ? 'blind' : 'armed', missing, files: [], losses, messages };
  return { depth, look, gauges: { atMs, messages, ...(await askLoad(cli, peer)) }, isGlanceRight: true };
}

/** What has sprung is not asked for its gauges: nothing should hold up the other end. */
async function readWhole(cli: Cli, { plan, side, undone, atMs }: Asked, isGlanced: boolean): Promise<Reading> {
  const peer = plan.peers[side];
  const look = await lookWhole(cli, plan, peer, undone);
  const isGlanceRight = isGlanced || look.stage !== 'armed';
  if (look.stage === 'freezing' || look.stage === 'frozen') return { depth: 'whole', look, gauges: { atMs }, isGlanceRight };
  const gauges = { atMs, messages: look.messages, ...(await askLoad(cli, peer)), ...(await askIdentity(cli)) };
  return { depth: 'whole', look, gauges, isGlanceRight };
}
