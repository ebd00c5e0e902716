/** Checking times and sizes finds those that do not fit each other: what ends before it can have been of use. */
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import { printDuration } from './duration.ts';
import { assumeFacts, type PeerFacts } from './facts.ts';
import { freezeSeconds } from './freeze.ts';
import type { Mistake } from './mistake.ts';
import { flashBytesOf, type ManagedPeer, managedPeers, type Playbook } from './playbook.ts';

export function checkTimes(playbook: Playbook): Mistake[] {
  return [...checkLease(playbook), ...checkPoll(playbook), ...checkFlash(playbook)];
}

function checkLease(playbook: Playbook): Mistake[] {
  const { tailSeconds, leaseSeconds } = playbook;
  const path = ['lease'];
  if (leaseSeconds <= 2 * tailSeconds)
    return [
      {
        path,
        summary: `the lease of ${leaseSeconds} s is too short for a tail of ${tailSeconds} s`,
        detail: 'make it more than twice the tail',
      },
    ];
  const neededSeconds = Math.max(
    ...managedPeers(playbook).flatMap(({ side, peer }) => assumptions(peer).map((facts) => freezeSeconds({ playbook, side, facts }))),
  );
  return leaseSeconds > neededSeconds
    ? []
    : [
        {
          path,
          summary: `the lease of ${leaseSeconds} s ends before the recording is saved, which may take ${neededSeconds} s`,
          detail: 'make the lease longer, the tail shorter, or the shows fewer',
        },
      ];
}

/** A peer whose platform is `auto` may be any. */
function assumptions(peer: ManagedPeer): PeerFacts[] {
  const { platform } = peer;
  const platforms = platform === 'auto' ? (Object.keys(PLATFORMS) as PlatformId[]) : [platform];
  return platforms.map((each) => ({ ...assumeFacts(peer), platform: each }));
}

function checkPoll({ pollSeconds, leaseSeconds }: Playbook): Mistake[] {
  if (pollSeconds < leaseSeconds) return [];
  const [poll, lease] = [pollSeconds, leaseSeconds].map(printDuration);
  return [{ path: ['poll'], summary: `with a poll of ${poll} no router is checked before the lease of ${lease} ends` }];
}

/** The frozen log is as large as the buffer; more may be free than the budget asks for, so that it is no more than doubtful. */
function checkFlash(playbook: Playbook): Mistake[] {
  const bufferBytes = playbook.budget.logBufferKilobytes * 1024;
  if (flashBytesOf(playbook) > bufferBytes) return [];
  return [
    {
      path: ['budget'],
      severity: 'warning',
      summary: `${playbook.budget.flashMegabytes} MB of flash are too small for a full logging buffer of ${playbook.budget.logBufferKilobytes} kB`,
      detail: 'make budget.flashMegabytes larger than the buffer, or budget.logBufferKilobytes smaller',
    },
  ];
}
