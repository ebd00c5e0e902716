/** An explanation is one incident in three short paragraphs: what happened on one clock, why we believe it, what to do now and for good. */

import { isSameAddress } from '../ipsec/address.ts';
import type { Citation } from '../ipsec/citation.ts';
import { other } from '../ipsec/side.ts';
import { citedEvent } from '../timeline/cited-events.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import type { Cause, JudgedIncident, Verdict } from '../verdict/verdict.ts';
import { sayHealing } from './chain-words.ts';
import { dateOf } from './instant.ts';
import { asSharpAs, boundOf, instantOf, timeOf } from './step-time.ts';
import { tellEvent } from './tell-event.ts';

export interface Explanation {
  happened: string;
  believed: string;
  advice: string;
}

/** More than this nobody reads at night. */
const STEPS_MAX = 8;
const STEPS_BEHIND_MAX = 2;

export function explainIncident(verdict: Verdict, timeline: Timeline, index: number): Explanation | undefined {
  const incident = verdict.incidents[index];
  if (incident === undefined) return undefined;
  return {
    happened: [sayCause(incident.cause), ...tellSteps(incident, timeline, index)].join(' '),
    believed: believe(incident.cause),
    advice: `${incident.cause.remedy} ${sayHealing(incident, timeline.isYearKnown)}`,
  };
}

/** What helps now, and what helps for good: each begins a line. */
export function partsOfAdvice(remedy: string): string[] {
  return remedy.split(/ (?=For good: )/);
}

/** What happened as a page lists it: on whose clock, step by step, and what came of it. */
export interface Account {
  on: string;
  /** `time` is null without a stamp. */
  steps: { time: string | null; said: string }[];
  outcome: string;
}

export function accountOf(incident: JudgedIncident, timeline: Timeline, index: number): Account {
  return {
    on: sayClock(incident, timeline),
    steps: tellTimes(incident, timeline).map(({ time, said }) => ({ time: time === '' ? null : time, said })),
    outcome: tellOutcome(incident, timeline, index).join(' '),
  };
}

function tellSteps(incident: JudgedIncident, timeline: Timeline, index: number): string[] {
  const told = tellTimes(incident, timeline).map(({ time, said }) => (time === '' ? said : `${time} ${said}`));
  return [`${sayClock(incident, timeline)}: ${told.join('; ')}.`, ...tellOutcome(incident, timeline, index)];
}

function tellOutcome(incident: JudgedIncident, timeline: Timeline, index: number): string[] {
  return [sayPersistence(incident, timeline, index), ...tellDropped(incident, timeline.tunnel[incident.receiver].name)];
}

/** `On 2026-09-02, on hq's clock`. */
export function sayClock({ firstAt }: Pick<JudgedIncident, 'firstAt'>, { tunnel, isYearKnown, clock }: Timeline): string {
  const whose = clock.offsetMs === null ? "on each router's own clock" : `on ${tunnel.a.name}'s clock`;
  return firstAt === null ? 'In the order of the logs' : `On ${dateOf(firstAt, isYearKnown)}, ${whose}`;
}

/** One step of what happened; `time` is empty without a stamp of its own. */
export interface Step {
  time: string;
  said: string;
}

/** What the lines of evidence stand for, and the messages, in their order. */
export function tellTimes(incident: JudgedIncident, timeline: Timeline, stepsMax = STEPS_MAX): Step[] {
  const { firstAt, lastAt, spi, occurrences } = incident;
  const name = timeline.tunnel[incident.receiver].name;
  const steps = stepsOf(incident.cause.evidence, timeline).filter(({ kind }) => kind !== 'invalid-spi');
  const [before, after] = [steps.filter((step) => isBefore(step, firstAt)), steps.filter((step) => !isBefore(step, firstAt))];
  const logged = timeline.events[timeline.incidents.find((each) => each.spi === spi && each.receiver === incident.receiver)?.refs[0] ?? -1];
  const until = lastAt === null ? 'the end' : asSharpAs(logged, lastAt);
  const said = `${name} logged the unknown SPI ${spi}${fromElsewhere(incident, timeline)}${occurrences === 1 ? ', once' : `, ${occurrences} times until ${until}`}`;
  return [
    ...tellAll(before.slice(-stepsMax), timeline, firstAt),
    { time: firstAt === null ? '' : asSharpAs(logged, firstAt), said },
    ...tellAll(after.slice(0, STEPS_BEHIND_MAX), timeline, firstAt),
  ];
}

/** More say no more. */
const SOURCES_SAID = 3;

/** Whom the packets come from, unless it is the peer by an address that tunnel.yaml gives it. */
function fromElsewhere({ spi, receiver }: JudgedIncident, { tunnel, incidents }: Timeline): string {
  const sources = incidents.find((each) => each.spi === spi && each.receiver === receiver)?.sources ?? [];
  const { address, natAddress } = tunnel[other(receiver)];
  if (sources.every((source) => isSameAddress(source, address) || isSameAddress(source, natAddress))) return '';
  const more = sources.length - SOURCES_SAID;
  return ` from ${sources.slice(0, SOURCES_SAID).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What several lines say at once is said once. */
function tellAll(some: readonly TimedEvent[], timeline: Timeline, firstAt: string | null): Step[] {
  const steps = some.map((step) => ({
    time: timeOf(step),
    said: `${tell(step, timeline)}${boundOf(step)}${otherDay(step, firstAt, timeline)}`,
  }));
  return [...new Map(steps.map((step) => [`${step.time} ${step.said}`, step])).values()];
}

/** `, on 12-31`, where what stands above the times names another day. */
function otherDay(step: TimedEvent, firstAt: string | null, { isYearKnown }: Timeline): string {
  const instant = instantOf(step);
  if (instant === null || firstAt === null || dateOf(instant, true) === dateOf(firstAt, true)) return '';
  return `, on ${dateOf(instant, isYearKnown)}`;
}

/** One message a minute says nothing of how many packets there were. */
export function tellDropped({ dropped }: JudgedIncident, name: string): string[] {
  return dropped === null
    ? []
    : [`The counters of ${name} show ${dropped.count} dropped ${dropped.count === 1 ? 'packet' : 'packets'} (${dropped.counter}).`];
}

/** Of a tunnel that is still down nobody says that it passes, and of what the records show to be over nobody asks whether it continues. */
export function sayPersistence({ persistence, healing }: JudgedIncident, { incidents }: Timeline, index: number): string {
  const isTold = healing.will === 'down' ? persistence !== 'black-hole' : healing.will === 'healed' && persistence === 'unknown';
  const reason = incidents[index]?.persistenceReason ?? 'no reason known';
  return isTold ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` : `${PERSISTENCE[persistence]} (${reason}).`;
}

const PERSISTENCE: Readonly<Record<JudgedIncident['persistence'], string>> = {
  'black-hole': 'This is a black hole',
  transient: 'It was logged once',
  unknown: 'It is not known whether it continues',
};

function tell(step: TimedEvent, { tunnel, messages }: Timeline): string {
  const said = tellEvent(tunnel[step.side].name, step);
  const lost = step.kind === 'message' ? messages.find(({ sent, fate }) => sent === step.ref && fate === 'lost') : undefined;
  if (lost === undefined) return said;
  // Sent again it may have come: what is told of the one copy would contradict the other.
  const isHeardAgain = messages.some(({ key, from, received }) => key === lost.key && from === lost.from && received !== null);
  return `${said}, ${isHeardAgain ? 'a copy that' : 'which'} never arrived`;
}

/** The events that the lines of evidence stand for, each once, in their order. */
function stepsOf(evidence: readonly Citation[], { events }: Timeline): TimedEvent[] {
  const cited = new Set(evidence.flatMap((line) => citedEvent(events, line) ?? []));
  return [...cited].sort((one, two) => one.ref - two.ref);
}

function isBefore(step: TimedEvent, firstAt: string | null): boolean {
  const at = instantOf(step);
  return at === null || firstAt === null || at <= firstAt;
}

const CONFIDENCE: Readonly<Record<Cause['confidence'], string>> = {
  certain: 'Certain: both records cover the time, the lines below prove it, and nothing contradicts them.',
  likely: 'Likely: the lines below support it, and no recorded line contradicts it.',
  possible: 'Possible: the lines below fit this cause, but do not prove it.',
};

const ALTERNATIVES_MAX = 8;

export function believe({ id, confidence, alternatives, missing }: Cause): string {
  const more = alternatives.length > ALTERNATIVES_MAX ? ` and ${alternatives.length - ALTERNATIVES_MAX} more` : '';
  return [
    id === 'unknown' ? 'The lines below show what happened, but not why.' : CONFIDENCE[confidence],
    ...(alternatives.length === 0 ? [] : [`Still possible: ${alternatives.slice(0, ALTERNATIVES_MAX).join(', ')}${more}.`]),
    ...(missing.length === 0 ? [] : [`What would have ${id === 'unknown' ? 'shown the cause' : 'decided it'}: ${missing.join('; ')}.`]),
  ].join(' ');
}

/** What is only possible is not said as if it were known. */
export function headlineOf({ id, confidence, summary }: Pick<Cause, 'id' | 'confidence' | 'summary'>): string {
  return id !== 'unknown' && confidence === 'possible' ? `Possibly: ${summary}` : capitalised(summary);
}

export function sayCause(cause: Cause): string {
  return `${headlineOf(cause)}.`;
}

/** A peer's name is written as it is. */
export function capitalised(sentence: string): string {
  return /^(?:a|an|both|invalid|it|neither|negotiations|the|two|what) /.test(sentence)
    ? sentence.charAt(0).toUpperCase() + sentence.slice(1)
    : sentence;
}
