/** A printed plan shows an engineer the change to both routers before anything is done: the summary first, every line with its undo on demand. */
import type { DayCost } from '../capture/pace.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { printDuration } from '../playbook/duration.ts';
import { sayAsk } from '../playbook/foreign.ts';
import type { PeerPlan, Plan, Step } from '../playbook/plan.ts';
import { printStatement } from '../playbook/prove-tunnel.ts';
import { sayWindow } from '../playbook/window.ts';
import { shortDigest } from '../run/agree.ts';
import { count } from './ask-playbook.ts';

/** What waiting takes of each router in a day, over one session that is kept and where none can be. */
export type Costs = Record<Side, { kept: DayCost; anew: DayCost }>;

/** What changes on each router, for how long, and what it costs; what an engineer must know before a yes is never left out. */
export function printSummary(plan: Plan, costs?: Costs): string {
  return [
    ...printHead(plan),
    `  after the trigger: recording goes on for ${plan.tailSeconds} s, and is saved to flash within ${plan.freezeSeconds} s`,
    ...SIDES.flatMap((side) => printForeign(plan, side) ?? summarize(plan.peers[side], costs)),
    '',
    'every line and its undo: flaptrap plan --full',
  ].join('\n');
}

/** Every line that is typed, with its undo. */
export function printPlan(plan: Plan, costs?: Costs): string {
  return [
    ...printHead(plan),
    `  each arming has a new capture id; this plan shows ${plan.captureId}`,
    ...SIDES.flatMap((side) => printForeign(plan, side) ?? printPeer(plan.peers[side], costs)),
  ].join('\n');
}

function printHead(plan: Plan): string[] {
  const { ticket, window } = plan;
  return [
    `plan ${plan.playbook}, digest ${shortDigest(plan)}`,
    `  lasts at most ${printDuration(plan.leaseSeconds)} (the lease), then the routers remove everything themselves, even without flaptrap`,
    ...(ticket === undefined ? [] : [`  approved under ${ticket}`]),
    ...(window === undefined ? [] : [`  armed in the approved hours only: ${sayWindow(window)}`]),
  ];
}

function printCosts(side: Side, costs: Costs | undefined): string[] {
  if (costs === undefined) return [];
  const { kept, anew } = costs[side];
  return [`  costs:   a day of waiting takes ${printCost(kept)}, or ${printCost(anew)} where no session can be kept`];
}

function printCost({ logins, commands, bytes }: DayCost): string {
  return `about ${count(logins, 'login')}, ${commands} commands and ${Math.ceil(bytes / 1024)} kB`;
}

/** Undefined for a router of ours. */
function printForeign({ peers, spokes, tailSeconds, leaseEndsAt }: Plan, side: Side): string[] | undefined {
  const { name, foreign } = peers[side];
  if (foreign === undefined) return undefined;
  const all = side === 'b' && spokes !== undefined ? spokes : [{ name, foreign }];
  const to = `${tailSeconds} s after the trigger, at the latest ${leaseEndsAt}`;
  return [
    '',
    `${all.map((each) => each.name).join(', ')} (${side}): nothing is done there, and only the other end is recorded`,
    ...(all.length > 1 ? ['  the bundle is about the spoke whose packet sprang the trap; ask the operator of that one'] : []),
    ...all.map((each) => `  ! ${sayAsk(each.name, each.foreign, 'before this is armed', to)}`),
    `  what comes is put into ${side}/ of the bundle: \`flaptrap analyze\` then judges both ends`,
  ];
}

function summarize(peer: PeerPlan, costs: Costs | undefined): string[] {
  const { proof, steps, files, probe } = peer;
  const doubts = proof.filter(({ standing }) => standing !== 'proven');
  return [
    ...printName(peer),
    ...doubts.map((statement) => `  ! ${printStatement(statement)}`),
    ...(proof.length > 0 && doubts.length === 0 ? ['  the running configuration shows this tunnel'] : []),
    ...CHANGES.flatMap((change) => change(steps)).map((line) => `  changes: ${line}`),
    `  costs:   ${files.length} files on flash at the trigger, kept until they are collected${sayProbe(probe)}`,
    ...printCosts(peer.side, costs),
  ];
}

function sayProbe(probe: PeerPlan['probe']): string {
  return probe === undefined ? '' : `; a test applet while arming, about ${probe.waitSeconds} s, removed again`;
}

function printName({ side, name, platform, facts, warnings }: PeerPlan): string[] {
  const version = facts.version === '' ? '' : `, ${facts.version}`;
  return ['', `${name} (${side}): ${platform}${version}`, ...warnings.map((warning) => `  ! ${warning}`)];
}

/** One line a kind of step; nothing of a kind that does not occur. */
const CHANGES: readonly ((steps: readonly Step[]) => string[])[] = [
  (steps) => {
    const roles = steps.flatMap((step) => (step.kind === 'applet' ? [step.role] : []));
    return roles.length === 0 ? [] : [`${roles.length} EEM applets (${roles.join(', ')})`];
  },
  (steps) =>
    steps.flatMap((step) => (step.kind === 'logging' && step.bufferBytes !== null ? [`logging buffered ${step.bufferBytes}`] : [])),
  (steps) => {
    const debugs = steps.flatMap((step) => (step.kind === 'debug' ? [step.family] : []));
    const remotes = steps.flatMap((step) => (step.kind === 'condition' ? [step.remote] : []));
    const limit = remotes.length === 0 ? ', of every peer' : ` for ${remotes.length > 1 ? 'the peers' : 'peer'} ${remotes.join(', ')} only`;
    return debugs.length === 0 ? [] : [`debugs ${debugs.join(', ')}${limit}`];
  },
  (steps) => (steps.some(({ kind }) => kind === 'packets') ? ['a ring of packets, IKE and ESP headers only'] : []),
];

function printPeer(peer: PeerPlan, costs: Costs | undefined): string[] {
  const { steps, files, proof } = peer;
  return [
    ...printName(peer),
    ...printCosts(peer.side, costs),
    ...proof.map((statement) => `  ${statement.standing === 'proven' ? '' : '! '}${printStatement(statement)}`),
    ...steps.flatMap(printStep),
    '  files on flash at the trigger, kept until they are collected:',
    ...files.map(({ path, command }) => `       ${path}: ${command}`),
  ];
}

function printStep({ title, mode, lines, undo }: Step, index: number): string[] {
  const head = `  ${String(index + 1).padStart(2)} ${title}${mode === 'configure' ? ' (configuration)' : ''}`;
  return [head, ...lines.map((line) => `     + ${line}`), ...undo.lines.map((line) => `     undo: ${line}`)];
}
