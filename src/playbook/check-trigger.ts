/** Checking a trigger runs its pattern over messages that must spring it and messages that must not, before it is armed for days. */
import type { Diagnostic } from '../diagnostic.ts';
import { endsOf } from './make-plan.ts';
import { managedSides, type Playbook } from './playbook.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Ends, Trigger } from './triggers/trigger.ts';

export function checkTrigger(playbook: Playbook): Diagnostic[] {
  const trigger: Trigger = TRIGGERS[playbook.trigger];
  return managedSides(playbook).flatMap((side) => {
    const ends = endsOf(playbook, side);
    const { spring, ignore } = trigger.samples(ends);
    const deaf = spring.filter((message) => !springsOn(trigger, ends, message)).map((message) => `does not spring on: ${message}`);
    const deceived = ignore.filter((message) => springsOn(trigger, ends, message)).map((message) => `springs on: ${message}`);
    return [...deaf, ...deceived].map(
      (summary) => ({ severity: 'error', file: `trigger ${trigger.id}`, line: 0, column: 0, summary }) as const,
    );
  });
}

/** As the applet does it: by the pattern, and then by the address that the message names, as a word. */
function springsOn(trigger: Trigger, ends: Ends, message: string): boolean {
  const detector = trigger.detector(ends, 0);
  if (!('syslog' in detector)) return false;
  const { pattern, source } = detector.syslog;
  // POSIX and ECMAScript agree on what our own patterns use: literals, brackets, `.*`.
  if (!new RegExp(pattern).test(message)) return false;
  return source === undefined || new RegExp(source).exec(message)?.[1] === ends.remote;
}

/** One line for each side: what the trigger springs on, and what it ignores. */
export function printTriggerProof(playbook: Playbook): string[] {
  const trigger: Trigger = TRIGGERS[playbook.trigger];
  return managedSides(playbook).flatMap((side) => {
    const ends = endsOf(playbook, side);
    if (!('syslog' in trigger.detector(ends, 0))) return [];
    const { spring, ignore } = trigger.samples(ends);
    const sprung = spring.filter((message) => springsOn(trigger, ends, message));
    const ignored = ignore.filter((message) => !springsOn(trigger, ends, message));
    const name = playbook.tunnel[side].name;
    return [
      `${name}: the trigger ${trigger.id} springs on ${sprung.length} of ${spring.length} sample messages, ignores ${ignored.length} of ${ignore.length}`,
    ];
  });
}
