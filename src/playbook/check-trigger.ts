/** Checking a trigger runs its pattern over messages that must spring it and messages that must not, before it is armed for days. */
import type { Diagnostic } from '../diagnostic.ts';
import { SIDES } from '../ipsec/side.ts';
import { endsOf } from './make-plan.ts';
import type { Playbook } from './playbook.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Trigger } from './triggers/trigger.ts';

export function checkTrigger(playbook: Playbook): Diagnostic[] {
  const trigger: Trigger = TRIGGERS[playbook.trigger];
  return SIDES.flatMap((side) => {
    const ends = endsOf(playbook, side);
    const detector = trigger.detector(ends, 0);
    if (!('syslog' in detector)) return [];
    // POSIX and ECMAScript agree on what our own patterns use: literals, brackets, `.*`.
    const pattern = new RegExp(detector.syslog.pattern);
    const { spring, ignore } = trigger.samples(ends);
    const deaf = spring.filter((message) => !pattern.test(message)).map((message) => `does not match: ${message}`);
    const deceived = ignore.filter((message) => pattern.test(message)).map((message) => `matches: ${message}`);
    return [...deaf, ...deceived].map(
      (summary) => ({ severity: 'error', file: `trigger ${trigger.id}`, line: 0, column: 0, summary }) as const,
    );
  });
}

/** One line for each side: what the pattern springs on, and what it ignores. */
export function printTriggerProof(playbook: Playbook): string[] {
  const trigger: Trigger = TRIGGERS[playbook.trigger];
  return SIDES.flatMap((side) => {
    const ends = endsOf(playbook, side);
    const detector = trigger.detector(ends, 0);
    if (!('syslog' in detector)) return [];
    const pattern = new RegExp(detector.syslog.pattern);
    const { spring, ignore } = trigger.samples(ends);
    const [sprung, ignored] = [spring.filter((message) => pattern.test(message)), ignore.filter((message) => !pattern.test(message))];
    const name = playbook.tunnel[side].name;
    return [
      `${name}: the trigger ${trigger.id} springs on ${sprung.length} of ${spring.length} sample messages, ignores ${ignored.length} of ${ignore.length}`,
    ];
  });
}
