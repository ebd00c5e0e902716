/** An outage: IKE and ESP were both silent when R declared S dead, so that it was right to. */
import type { EventRef } from '../../timeline/model.ts';
import { type Answer, answerOf, capture, type Fact, no, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { messagesFrom } from '../views.ts';
import { espAround, firstInVain, isMissing } from './around.ts';
import { deathOf } from './dead-peer.ts';
import { fellItself, lineDown } from './path.ts';

export const pathOut: Fact = {
  id: 'path-out',
  link: 'forgot',
  question: 'Had the path from S gone, for IKE and for ESP, when R took S for dead?',
  ask: (scene) => {
    const [line, esp] = [answerOf(lineDown, scene), answerOf(espAround, scene)];
    // A packet that came then is no sign of an outage, whichever line was down.
    const isContradicted = esp.is === 'yes' && esp.grade === 'shown';
    if (line.is === 'yes' && line.grade === 'shown' && !isContradicted) return yes(line.said, [...line.evidence, ...esp.evidence]);
    if (esp.is === 'no') return bySilence(scene, line, esp);
    if (line.is === 'yes' && (esp.is === 'unknown' || (esp.grade === 'hinted' && fellItself(scene)))) return line;
    if (esp.is === 'yes' && esp.grade !== 'hinted')
      return no(esp.said, esp.evidence, esp.grade === 'shown' && line.is === 'no' ? line.grade : 'suggested', line.wants);
    return unknown(esp.said, [...line.wants, ...esp.wants], esp.evidence);
  },
};

/** Packets that are missing show it. Silence alone, where what R asked did arrive at S, may be that of an S with nothing to send, whose answers are dropped. */
function bySilence(scene: Scene, line: Answer, esp: Answer): Answer {
  if (isMissing(scene)) return yes(esp.said, [...line.evidence, ...esp.evidence], 'shown', line.wants);
  if (line.is === 'yes' && line.grade !== 'hinted') return yes(line.said, [...line.evidence, ...esp.evidence], 'suggested', line.wants);
  const came = cameThrough(scene);
  if (came === undefined) return yes(esp.said, [...line.evidence, ...esp.evidence], 'suggested', line.wants);
  const said = `${esp.said}, though what ${scene.R} asked did arrive at ${scene.S}`;
  return yes(said, [...esp.evidence, ...scene.cite(...came)], 'hinted', [capture('R', 'over the end')]);
}

/** What R sent when it asked in vain, and S received, more than once: the first may have come through just before the path went. [L] */
function cameThrough(scene: Scene): EventRef[] | undefined {
  const { timeline, receiver } = scene;
  const [asked, dead] = [firstInVain(scene), deathOf(scene)];
  if (asked === undefined || dead === undefined) return undefined;
  const came = messagesFrom(timeline, receiver).flatMap(({ sent, received }) =>
    sent === null || received === null || sent < asked.ref || sent > dead.ref ? [] : [{ sent, received }],
  );
  const last = came.at(-1);
  return last === undefined || came.length < 2 ? undefined : [last.sent, last.received];
}
