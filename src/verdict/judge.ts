/** Judging examines every incident by every rule and says which cause stands, how surely, what else may be, and what would have decided. */

import { isLogFile } from '../ios/shows/index.ts';
import type { Incident, Timeline } from '../timeline/model.ts';
import { chooseCause } from './choose-cause.ts';
import { matchDefects } from './defects.ts';
import { droppedAt } from './dropped.ts';
import type { Finding } from './finding.ts';
import { healingOf } from './healing.ts';
import { printInstant } from './instant.ts';
import { recoveryOf } from './recovery.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/index.ts';
import { Scene } from './scene.ts';
import type { JudgedIncident, Verdict } from './verdict.ts';

/** One cause for each incident of the timeline, `unknown` where nothing decides. The same timeline gives the same verdict. */
export function judge(timeline: Timeline): Verdict {
  const examined = timeline.incidents.flatMap((incident, index) => examine(incident, index, timeline));
  const findings = lowerDoubted(isIkev2Alone(timeline) ? examined.map(inIkev2) : examined, timeline);
  return {
    schema: 'flaptrap.report/1',
    tunnel: timeline.tunnel,
    clock: timeline.clock,
    isYearKnown: timeline.isYearKnown,
    incidents: timeline.incidents.map((incident, index) => judgeIncident(incident, index, findings, timeline)),
    recovery: { a: recoveryOf(timeline.states.a), b: recoveryOf(timeline.states.b) },
    defects: matchDefects(timeline, findings),
    findings,
    recordings: timeline.recordings,
    missing: timeline.missing,
  };
}

function examine(incident: Incident, index: number, timeline: Timeline): Finding[] {
  const rules: Rule[] = Object.values(RULES);
  return rules.map((rule) => ({ rule: rule.id, incident: index, ...rule.examine(incident, timeline) }));
}

/** The rules ask for IKEv1's debug; where the peers speak IKEv2 the other one is meant. */
function inIkev2(finding: Finding): Finding {
  return { ...finding, missing: finding.missing.map((each) => each.replaceAll('debug crypto isakmp', 'debug crypto ikev2')) };
}

function isIkev2Alone({ events }: Timeline): boolean {
  const versions = new Set(events.flatMap((event) => (event.kind === 'message' ? [event.version] : [])));
  return versions.has(2) && !versions.has(1);
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
    dropped: droppedAt(timeline, incident.receiver),
    cause: chooseCause(
      scene,
      findings.filter((finding) => finding.incident === index),
    ),
    healing: healingOf(scene),
  };
}

/** A log speaks by what is not in it too, and tunnel.yaml says whom every message means: when they are doubted all is. */
function lowerDoubted(findings: readonly Finding[], { doubts }: Timeline): Finding[] {
  if (doubts.length === 0) return [...findings];
  const isAllDoubted = doubts.some(({ side, file }) => side === null || isLogFile(file));
  return findings.map((finding) => {
    const rests =
      isAllDoubted || finding.evidence.some((each) => doubts.some(({ side, file }) => side === each.side && file === each.file));
    return rests && finding.confidence === 'certain' ? lowered(finding, doubts) : finding;
  });
}

function lowered(finding: Finding, doubts: Timeline['doubts']): Finding {
  const asPrinted = doubts.map(({ side, file }) => (side === null ? `a correct ${file}` : `the original ${side}/${file} from its router`));
  return { ...finding, confidence: 'likely', missing: [...new Set([...finding.missing, ...asPrinted])] };
}
