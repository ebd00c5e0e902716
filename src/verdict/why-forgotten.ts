/** Why forgotten is the first link of the chain: why R does not know X. */
import type { CauseRule } from './cause.ts';
import { CAUSES } from './causes/index.ts';
import { endingOf } from './ending.ts';
import type { Answers } from './facts/index.ts';
import { type Forgot, forgettingOf } from './forgetting.ts';
import { factOf, type Inference } from './infer.ts';
import { printInstant } from './instant.ts';
import { type Link, partsOf, wantedFor } from './link.ts';
import type { Scene } from './scene.ts';
import { wordOfSender } from './sender-word.ts';
import { shutdownOf } from './shutdown.ts';

/** What was to be rekeyed and was not ran out; of two IKE SAs at once R could not install the one. */
const FORGOTTEN_IN: Readonly<Record<string, Forgot>> = {
  'simultaneous-rekey': 'deleted-as-duplicate',
  'rekey-refused': 'deleted-by-lifetime',
  'simultaneous-initiation': 'rejected',
};

/** The cause itself where it is a reason, then what the facts say, then what is left. */
export function forgotOf(scene: Scene, inference: Inference): Link<Forgot> {
  return (
    killedEarly(scene, inference) ??
    saidByFact(scene, inference) ??
    shutDown(scene) ??
    onlyWay(scene, inference) ??
    neverHad(scene, inference) ??
    unknownWhy(scene, inference)
  );
}

function endAt(scene: Scene): string | null {
  return printInstant(endingOf(scene)?.event);
}

/** It was not there yet when the packet came, and went because of it: where that is the cause it is the reason, too. */
function killedEarly(scene: Scene, inference: Inference): Link<Forgot> | undefined {
  const killed = inference.answers['killed-when-new'];
  if (inference.best?.id !== 'new-sa-killed-by-early-packet' || killed.is !== 'yes') return undefined;
  return { how: 'killed-by-early-packet', at: endAt(scene), ...partsOf(scene, killed, inference) };
}

function saidByFact(scene: Scene, inference: Inference): Link<Forgot> | undefined {
  const { how, by } = forgettingOf(inference.answers);
  if (by === undefined) return undefined;
  return { how: nearerOf(scene, how), at: endAt(scene), ...partsOf(scene, inference.answers[by], inference) };
}

function shutDown(scene: Scene): Link<Forgot> | undefined {
  const shut = shutdownOf(scene);
  if (shut === undefined) return undefined;
  const evidence = scene.cite(shut.ref, endingOf(scene)?.event.ref);
  return { how: 'deleted-by-operator', at: endAt(scene), confidence: 'likely', evidence, wouldDecide: [] };
}

/** A world in which R can have forgotten in one way only. */
function onlyWay(scene: Scene, inference: Inference): Link<Forgot> | undefined {
  const { answers, best } = inference;
  const cause: CauseRule | undefined = best === undefined ? undefined : CAUSES[best.id];
  const only = cause === undefined ? undefined : wayIn(cause, answers);
  if (cause === undefined || only === undefined) return undefined;
  return { how: only, at: endAt(scene), ...partsOf(scene, answers[factOf(cause.requires[0]).id], inference), confidence: 'possible' };
}

/** What R made it has had. */
function wayIn({ id, forgot }: CauseRule, answers: Answers): Forgot | undefined {
  const way = forgot.length === 1 ? forgot[0] : FORGOTTEN_IN[id];
  const made = answers['made-at-receiver'];
  return way === 'never-had' && made.is === 'yes' && made.grade === 'shown' ? undefined : way;
}

function neverHad(scene: Scene, inference: Inference): Link<Forgot> | undefined {
  const made = inference.answers['made-at-receiver'];
  if (made.is !== 'no' || made.grade === 'hinted') return undefined;
  return { how: 'never-had', at: null, ...partsOf(scene, made, inference) };
}

function unknownWhy(scene: Scene, { answers }: Inference): Link<Forgot> {
  const { evidence } = answers['deleted-at-receiver'];
  return { how: 'unknown', at: endAt(scene), confidence: 'possible', evidence, wouldDecide: wantedFor(scene, answers, 'forgot') };
}

/** S's word was a DELETE, or that it knows of no SA but the new one. */
function nearerOf(scene: Scene, how: Forgot | 'unknown'): Forgot | 'unknown' {
  return how === 'deleted-by-peer' && wordOfSender(scene)?.kind === 'notify' ? 'deleted-by-initial-contact' : how;
}
