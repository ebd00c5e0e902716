/** A printed plan shows an engineer the exact change to both routers, with its undo, before anything is done. */
import { SIDES } from '../ipsec/side.ts';
import { printDuration } from '../playbook/duration.ts';
import type { PeerPlan, Plan, Step } from '../playbook/plan.ts';
import { printStatement } from '../playbook/prove-tunnel.ts';
import { shortDigest } from '../run/agree.ts';

export function printPlan(plan: Plan): string {
  return [
    `plan ${plan.playbook}, digest ${shortDigest(plan)}`,
    `  lease ${printDuration(plan.leaseSeconds)}: the routers remove everything by themselves after it`,
    `  names carry the capture id ${plan.captureId}; each arming makes a new one`,
    ...SIDES.flatMap((side) => printPeer(plan.peers[side])),
  ].join('\n');
}

function printPeer({ side, name, platform, facts, steps, files, warnings, proof }: PeerPlan): string[] {
  return [
    '',
    `${name} (${side}): ${platform}${facts.version === '' ? '' : `, ${facts.version}`}`,
    ...warnings.map((warning) => `  ! ${warning}`),
    ...proof.map((statement) => `  ${statement.standing === 'proven' ? '' : '! '}${printStatement(statement)}`),
    ...steps.flatMap(printStep),
    '  leaves on flash, until collected:',
    ...files.map(({ path, command }) => `       ${path}: ${command}`),
  ];
}

function printStep({ title, mode, lines, undo }: Step, index: number): string[] {
  const head = `  ${String(index + 1).padStart(2)} ${title}${mode === 'configure' ? ' (configuration)' : ''}`;
  return [head, ...lines.map((line) => `     + ${line}`), ...undo.lines.map((line) => `     undo: ${line}`)];
}
