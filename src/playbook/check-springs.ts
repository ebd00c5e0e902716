/** Checking what springs finds traps that no event can spring: a trigger without its platform, two ends that wait for each other. */
import { SIDES } from '../ipsec/side.ts';
import type { Mistake } from './mistake.ts';
import { isManaged, managedPeers, managedSides, type Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy } from './strategies/strategy.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Trigger } from './triggers/trigger.ts';

export function checkSprings(playbook: Playbook): Mistake[] {
  return [...checkPlatforms(playbook), ...checkCalls(playbook), ...checkStrangers(playbook)];
}

/** Of a peer whose platform is `auto` nothing is known before it is asked. */
function checkPlatforms(playbook: Playbook): Mistake[] {
  const { trigger, strategy } = playbook;
  const chosen: { key: string; id: string; platforms?: readonly string[] | undefined }[] = [
    { key: 'trigger', ...(TRIGGERS[trigger] as Trigger) },
    { key: 'strategy', ...(STRATEGIES[strategy] as Strategy) },
  ];
  return chosen.flatMap(({ key, id, platforms }) => {
    const strangers = managedPeers(playbook).filter(({ peer }) => isStranger(peer.platform, platforms));
    if (platforms === undefined || strangers.length === 0) return [];
    const who = strangers.map(({ peer }) => `${peer.name} is ${peer.platform}`).join(', ');
    return [{ path: [key], summary: `the ${key} ${id} works on ${platforms.join(', ')} only, and ${who}` }];
  });
}

function isStranger(platform: string, platforms: readonly string[] | undefined): boolean {
  return platform !== 'auto' && platforms?.includes(platform) === false;
}

function checkCalls(playbook: Playbook): Mistake[] {
  const { tunnel, trigger, signal } = playbook;
  if (trigger === 'peer-call')
    return [
      {
        path: ['trigger'],
        summary: 'with the trigger peer-call each router waits for the other one to call, and neither starts',
        detail: 'choose a trigger for the first one, such as invalid-spi, and let it call the other: signal: snmp',
      },
    ];
  const foreign = SIDES.map((side) => tunnel[side]).find((peer) => !isManaged(peer));
  if (signal === 'snmp' && foreign !== undefined && managedSides(playbook).length === 1)
    return [{ path: ['signal'], summary: `signal: snmp calls the other router, and ${foreign.name} is not ours`, detail: 'leave it out' }];
  const hidden = SIDES.filter((side) => tunnel[side].natAddress !== undefined).map((side) => tunnel[side].name);
  if (signal !== 'snmp' || hidden.length === 0) return [];
  return [
    {
      path: ['signal'],
      severity: 'warning',
      summary: `${hidden.join(' and ')} ${hidden.length === 1 ? 'stands' : 'stand'} behind a NAT: an SNMP trap does not reach it unless UDP 162 is forwarded`,
      detail: 'signal: orchestrator calls the other end over SSH',
    },
  ];
}

/** Only a message about an unknown SPI names a stranger. */
function checkStrangers({ trigger, strangers, tunnel }: Playbook): Mistake[] {
  const detector = (TRIGGERS[trigger] as Trigger).detector({ local: tunnel.a.address, remote: tunnel.b.address }, 0);
  if (strangers === 'pass' || ('syslog' in detector && detector.syslog.source !== undefined)) return [];
  const summary = `strangers: spring has no effect with the trigger ${trigger}, which takes no message about an unknown SPI`;
  return [{ path: ['strangers'], severity: 'warning', summary }];
}
