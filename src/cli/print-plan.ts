/** A printed plan shows an engineer the exact change to both routers, with its undo, before anything is done. */
import type { DayCost } from '../capture/pace.ts';
import { SIDES } from '../ipsec/side.ts';
import { printDuration } from '../playbook/duration.ts';
import type { PeerPlan, Plan, Step } from '../playbook/plan.ts';
import { printStatement } from '../playbook/prove-tunnel.ts';
import { shortDigest } from '../run/agree.ts';
import { count } from './ask-playbook.ts';

/** `costs`: what waiting takes of each router in a day, over one session that is kept and where none can be. */
export function printPlan(plan: Plan, costs?: { kept: DayCost; anew: DayCost }): string {
  return [
    `plan ${plan.playbook}, digest ${shortDigest(plan)}`,
    `  lease ${printDuration(plan.leaseSeconds)}: the routers remove everything by themselves after it`,
    `  names carry the capture id ${plan.captureId}; each arming makes a new one`,
    ...(costs === undefined
      ? []
      : [`  waiting costs each router ${printCost(costs.kept)} a day, or ${printCost(costs.anew)} where no session can be kept`]),
    ...SIDES.flatMap((side) => printPeer(plan.peers[side])),
  ].join('\n');
}

function printCost({ logins, commands, bytes }: DayCost): string {
  return `about ${count(logins, 'login')}, ${commands} commands and ${Math.ceil(bytes / 1024)} kB`;
}

function printPeer({ side, name, platform, facts, steps, files, warnings, proof }: PeerPlan): string[] {
  return [
    '',
    `${name} (${side}): ${platform}${facts.version === '' ? '' : `, ${facts.version}`}`,
    ...warnings.map((warning) => `  ! ${warning}`),
    ...proof.map((statement) => `  ${statement.standing === 'proven' ? '' : '! '}${printStatement(statement)}`),
    ...steps.flatMap(printStep),
    '  leaves on flash, until collected:',
    ...files.map(({ path }) => `       ${path}`),
  ];
}

function printStep({ title, mode, lines, undo }: Step, index: number): string[] {
  const head = `  ${String(index + 1).padStart(2)} ${title}${mode === 'configure' ? ' (configuration)' : ''}`;
  return [head, ...lines.map((line) => `     + ${line}`), ...undo.lines.map((line) => `     undo: ${line}`)];
}
