/** Checking times and sizes finds those that do not fit each other: what ends before it can have been of use. */

import { printDuration } from './duration.ts';
import { freezeSeconds } from './freeze.ts';
import type { Mistake } from './mistake.ts';
import { flashBytesOf, type Playbook } from './playbook.ts';

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
        summary: `the lease of ${leaseSeconds} s leaves no room for a tail of ${tailSeconds} s`,
        detail: 'make it more than twice the tail',
      },
    ];
  const neededSeconds = freezeSeconds({ playbook });
  return leaseSeconds > neededSeconds
    ? []
    : [
        {
          path,
          summary: `the lease of ${leaseSeconds} s is over before the recording is frozen, which may take ${neededSeconds} s`,
          detail: 'make the lease longer, the tail shorter, or the shows fewer',
        },
      ];
}

function checkPoll({ pollSeconds, leaseSeconds }: Playbook): Mistake[] {
  if (pollSeconds < leaseSeconds) return [];
  const [poll, lease] = [pollSeconds, leaseSeconds].map(printDuration);
  return [{ path: ['poll'], summary: `with a poll of ${poll} nobody looks before the lease of ${lease} is over` }];
}

/** The frozen log is as large as the buffer; more may be free than the budget asks for, so that it is no more than doubtful. */
function checkFlash(playbook: Playbook): Mistake[] {
  const bufferBytes = playbook.budget.logBufferKilobytes * 1024;
  if (flashBytesOf(playbook) > bufferBytes) return [];
  return [
    {
      path: ['budget'],
      severity: 'warning',
      summary: `a flash of ${playbook.budget.flashMegabytes} MB does not hold a full logging buffer of ${playbook.budget.logBufferKilobytes} kB`,
      detail: 'make budget.flashMegabytes larger than the buffer, or budget.logBufferKilobytes smaller',
    },
  ];
}
