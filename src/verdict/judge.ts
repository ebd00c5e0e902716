/** Judging examines every incident by every rule and says which cause stands, how surely, what else may be, and what would have decided. */
import { CAUSE_IDS } from '../ipsec/cause.ts';
import type { Incident, TimedEvent, Timeline } from '../timeline/model.ts';
import type { Confidence, Finding } from './finding.ts';
import { recoveryOf } from './recovery.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/index.ts';
import { Scene } from './scene.ts';
import type { Cause, JudgedIncident, Verdict } from './verdict.ts';

const RANKS: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

export function judge(timeline: Timeline): Verdict {
  const findings = timeline.incidents.flatMap((incident, index) => examine(incident, index, timeline));
  return {
    schema: 'flaptrap.report/1',
    tunnel: timeline.tunnel,
    clock: timeline.clock,
    incidents: timeline.incidents.map((incident, index) => judgeIncident(incident, index, findings, timeline)),
    recovery: { a: recoveryOf(timeline.states.a), b: recoveryOf(timeline.states.b) },
    defects: [],
    findings,
    recordings: timeline.recordings,
    missing: timeline.missing,
  };
}

function examine(incident: Incident, index: number, timeline: Timeline): Finding[] {
  const rules: Rule[] = Object.values(RULES);
  return rules.map((rule) => ({ rule: rule.id, incident: index, ...rule.examine(incident, timeline) }));
}

function judgeIncident(incident: Incident, index: number, findings: readonly Finding[], timeline: Timeline): JudgedIncident {
  const scene = new Scene(incident, timeline);
  return {
    spi: incident.spi,
    receiver: incident.receiver,
    occurrences: incident.refs.length,
    firstAt: printInstant(scene.logs[0]),
    lastAt: printInstant(scene.logs.at(-1)),
    persistence: incident.persistence,
    cause: causeOf(
      scene,
      findings.filter((finding) => finding.incident === index),
    ),
  };
}

function causeOf(scene: Scene, findings: readonly Finding[]): Cause {
  const standing = withoutExplained(findings.filter(({ outcome }) => outcome === 'holds')).sort(byWeight);
  const open = findings.filter(({ outcome }) => outcome === 'unknown');
  const [best, ...rest] = standing;
  if (best === undefined) return unknownCause(scene, open);
  // Two causes that both hold surely contradict each other: then neither is sure.
  const isContradicted = rest.some(({ confidence }) => confidence === 'certain');
  return {
    id: best.rule,
    confidence: isContradicted && best.confidence === 'certain' ? 'likely' : best.confidence,
    alternatives: best.confidence === 'certain' && !isContradicted ? [] : [...rest, ...open].map(({ rule }) => rule),
    summary: best.statement,
    remedy: RULES[best.rule as keyof typeof RULES].remedy,
    evidence: best.evidence,
    missing: best.confidence === 'certain' ? [] : best.missing,
  };
}

function unknownCause(scene: Scene, open: readonly Finding[]): Cause {
  const { R, S, X, incident } = scene;
  return {
    id: 'unknown',
    confidence: 'possible',
    alternatives: open.map(({ rule }) => rule),
    summary: `${R} dropped ESP from ${S} with ${X}, an SPI that it does not know; what both peers recorded does not say why`,
    remedy: 'Arm the tunnel again and wait for the next time, with what is named as missing switched on.',
    evidence: scene.cite(...incident.refs),
    missing: [...new Set(open.flatMap(({ missing }) => missing))],
  };
}

/** A symptom that a standing cause accounts for is no cause of its own. */
function withoutExplained(standing: readonly Finding[]): Finding[] {
  const explained = new Set(standing.flatMap(({ rule }) => RULES[rule as keyof typeof RULES].explains as readonly string[]));
  return standing.filter(({ rule }) => !explained.has(rule));
}

function byWeight(one: Finding, two: Finding): number {
  return RANKS[one.confidence] - RANKS[two.confidence] || CAUSE_IDS.indexOf(one.rule) - CAUSE_IDS.indexOf(two.rule);
}

/** On a's clock, or on the receiver's own when nothing ties the two. */
function printInstant(event: TimedEvent | undefined): string | null {
  const at = event?.commonAt ?? event?.at ?? null;
  return at === null ? null : new Date(at).toISOString();
}
