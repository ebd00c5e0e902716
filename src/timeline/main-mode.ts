/** Main mode prints no id, so its messages are matched by attempt: the one that both peers began at the same time, or the same in number. */
import type { MessageEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { MessageGroup } from './message-group.ts';

interface Attempt<Seen> {
  initiator: Side;
  /** On the common clock; absent when it is not known. */
  startedAtMs: number | undefined;
  steps: Map<number, Seen[]>;
}

export interface SeenAs<Seen> {
  eventOf(seen: Seen): MessageEvent;
  /** In ms on the common clock; undefined when it is not known. */
  commonAtOf(seen: Seen): number | undefined;
}

/** Two ends of one attempt begin within this, on the common clock. [L] */
const START_APART_MS = 3000;

export function groupMainMode<Seen>(messages: readonly Seen[], as: SeenAs<Seen>): MessageGroup<Seen>[] {
  const attempts: Record<Side, Attempt<Seen>[]> = { a: attemptsOf(messages, 'a', as), b: attemptsOf(messages, 'b', as) };
  return SIDES.flatMap((initiator) => {
    const mine = attempts[initiator].filter((attempt) => attempt.initiator === initiator);
    const theirs = attempts[other(initiator)].filter((attempt) => attempt.initiator === initiator);
    const partners = partnersOf(mine, theirs);
    const taken = new Set(partners.values());
    const groups = mine.flatMap((attempt) => groupsOf(attempt, partners.get(attempt), initiator));
    const alone = theirs.filter((attempt) => !taken.has(attempt)).flatMap((attempt) => groupsOf(undefined, attempt, initiator));
    return [...groups, ...alone];
  });
}

function attemptsOf<Seen>(messages: readonly Seen[], side: Side, as: SeenAs<Seen>): Attempt<Seen>[] {
  const attempts: Attempt<Seen>[] = [];
  for (const seen of messages) {
    const event = as.eventOf(seen);
    if (event.side !== side || event.version !== 1 || event.exchange !== 'main' || event.messageId !== 0 || event.step === undefined)
      continue;
    const initiator = event.role === 'initiator' ? side : other(side);
    const open = attempts.findLast((attempt) => attempt.initiator === initiator);
    const isNew = open === undefined || (event.step === 1 && [...open.steps.keys()].some((step) => step > 1));
    const attempt = isNew ? { initiator, startedAtMs: as.commonAtOf(seen), steps: new Map<number, Seen[]>() } : open;
    if (isNew) attempts.push(attempt);
    const step = attempt.steps.get(event.step);
    if (step === undefined) attempt.steps.set(event.step, [seen]);
    else step.push(seen);
  }
  return attempts;
}

/** Both lists are in order of time: one pass finds the pairs. Without times only equal numbers pair, first with first. */
function partnersOf<Seen>(mine: readonly Attempt<Seen>[], theirs: readonly Attempt<Seen>[]): Map<Attempt<Seen>, Attempt<Seen>> {
  const partners = new Map<Attempt<Seen>, Attempt<Seen>>();
  const isTimed = [...mine, ...theirs].every(({ startedAtMs }) => startedAtMs !== undefined);
  let next = 0;
  for (const attempt of mine) {
    const apart = (index: number) => (isTimed ? (theirs[index]?.startedAtMs ?? 0) - (attempt.startedAtMs ?? 0) : 0);
    while (next < theirs.length && apart(next) < -START_APART_MS) next += 1;
    const candidate = theirs[next];
    if (candidate === undefined || apart(next) > START_APART_MS || (!isTimed && mine.length !== theirs.length)) continue;
    partners.set(attempt, candidate);
    next += 1;
  }
  return partners;
}

/** Odd steps are the initiator's. */
function groupsOf<Seen>(mine: Attempt<Seen> | undefined, theirs: Attempt<Seen> | undefined, initiator: Side): MessageGroup<Seen>[] {
  const steps = [...new Set([...(mine?.steps.keys() ?? []), ...(theirs?.steps.keys() ?? [])])].sort((one, two) => one - two);
  return steps.map((step) => {
    const atInitiator = mine?.steps.get(step) ?? [];
    const atResponder = theirs?.steps.get(step) ?? [];
    const isFromInitiator = step % 2 === 1;
    return {
      key: `main ${step}`,
      from: isFromInitiator ? initiator : other(initiator),
      sent: isFromInitiator ? atInitiator : atResponder,
      received: isFromInitiator ? atResponder : atInitiator,
    };
  });
}
