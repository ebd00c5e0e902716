/** Main mode prints no id, so its messages are matched by attempt: the one that both peers began at the same time, or the same in number. */
import type { MessageEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { MessageGroup } from './message-group.ts';

interface Attempt<Seen> {
  initiator: Side;
  /** On the common clock; null when it is not known. */
  startedAt: number | null;
  steps: Map<number, Seen[]>;
}

export interface SeenAs<Seen> {
  eventOf(seen: Seen): MessageEvent;
  /** On the common clock; null when it is not known. */
  commonAtOf(seen: Seen): number | null;
}

/** Two ends of one attempt begin within this, on the common clock. [L] */
const START_APART_MS = 3000;

export function groupMainMode<Seen>(messages: readonly Seen[], as: SeenAs<Seen>): MessageGroup<Seen>[] {
  const attempts: Record<Side, Attempt<Seen>[]> = { a: attemptsOf(messages, 'a', as), b: attemptsOf(messages, 'b', as) };
  return SIDES.flatMap((initiator) => {
    const mine = attempts[initiator].filter((attempt) => attempt.initiator === initiator);
    const theirs = attempts[other(initiator)].filter((attempt) => attempt.initiator === initiator);
    const taken = new Set<Attempt<Seen>>();
    const groups = mine.flatMap((attempt, index) => {
      const partner = partnerOf(attempt, index, mine.length, theirs, taken);
      if (partner !== undefined) taken.add(partner);
      return groupsOf(attempt, partner, initiator);
    });
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
    const attempt = isNew ? { initiator, startedAt: as.commonAtOf(seen), steps: new Map<number, Seen[]>() } : open;
    if (isNew) attempts.push(attempt);
    attempt.steps.set(event.step, [...(attempt.steps.get(event.step) ?? []), seen]);
  }
  return attempts;
}

function partnerOf<Seen>(
  attempt: Attempt<Seen>,
  index: number,
  count: number,
  theirs: readonly Attempt<Seen>[],
  taken: ReadonlySet<Attempt<Seen>>,
) {
  const { startedAt } = attempt;
  if (startedAt === null) return count === theirs.length ? theirs[index] : undefined;
  const near = theirs.filter(
    (other) => !taken.has(other) && other.startedAt !== null && Math.abs(other.startedAt - startedAt) <= START_APART_MS,
  );
  return near[0];
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
