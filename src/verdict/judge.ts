/** Judging asks every fact of every incident, infers the cause, and tells the chain, the stories, and what would decide. */
import { bySide, type Side } from '../ipsec/side.ts';
import { askOf } from '../timeline/ledger.ts';
import type { Incident, Timeline } from '../timeline/model.ts';
import { chainOf } from './chain.ts';
import { printWanted } from './decide.ts';
import { matchDefects } from './defects.ts';
import { droppedAt } from './dropped.ts';
import type { FactId } from './facts/index.ts';
import { healingOf } from './healing.ts';
import { type Inference, infer } from './infer.ts';
import { printInstant } from './instant.ts';
import { type Recovery, recoveryElsewhere, recoveryOf } from './recovery.ts';
import { Scene } from './scene.ts';
import { storiesOf } from './stories.ts';
import { tellCause } from './tell-cause.ts';
import type { JudgedIncident, ToldFact, Verdict } from './verdict.ts';

/** One cause for each incident of the timeline, `unknown` where nothing decides. The same timeline gives the same verdict. */
export function judge(timeline: Timeline): Verdict {
  const judged = timeline.incidents.map((incident, index) => judgeIncident(incident, index, timeline));
  const incidents = judged.map(({ incident }) => incident);
  return {
    schema: 'flaptrap.report/2',
    tunnel: timeline.tunnel,
    clock: timeline.claim,
    isYearKnown: timeline.isYearKnown,
    incidents,
    stories: storiesOf(incidents),
    recovery: bySide((side) => recoveryAt(timeline, side)),
    defects: matchDefects(timeline, incidents),
    facts: judged.flatMap(({ facts }) => facts),
    recordings: timeline.recordings,
    missing: timeline.missing,
    cut: timeline.cut,
  };
}

function recoveryAt({ states, recordings }: Timeline, side: Side): Recovery {
  const own = askOf(recordings[side]);
  return own === undefined ? recoveryOf(states[side]) : recoveryElsewhere(states[side], own.title);
}

function judgeIncident(incident: Incident, index: number, timeline: Timeline): { incident: JudgedIncident; facts: ToldFact[] } {
  const scene = new Scene(incident, timeline);
  const inference = infer(scene);
  const healed = healingOf(scene);
  const { will, at, by, why } = healed;
  const chain = chainOf(scene, inference, healed);
  return {
    incident: {
      spi: incident.spi,
      receiver: incident.receiver,
      occurrences: incident.refs.length,
      firstAt: printInstant(scene.logs[0]),
      lastAt: printInstant(scene.logs.at(-1)),
      persistence: incident.persistence,
      dropped: droppedAt(timeline, incident.receiver),
      cause: tellCause(scene, inference, { healing: healed, chain }),
      chain,
      healing: { will, at, by, why },
    },
    facts: tellFacts(scene, inference, index),
  };
}

function tellFacts(scene: Scene, { answers }: Inference, incident: number): ToldFact[] {
  return (Object.keys(answers) as FactId[]).map((fact) => {
    const { is, grade, said, evidence, wants } = answers[fact];
    return { fact, incident, is, grade, said, evidence, wouldDecide: wants.map((wanted) => printWanted(wanted, scene)) };
  });
}
