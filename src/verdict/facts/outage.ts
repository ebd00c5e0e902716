/** An outage: IKE and ESP were both silent when R declared S dead, so that it was right to. */
import { answerOf, type Fact, no, unknown, yes } from '../fact.ts';
import { espAround, isMissing } from './around.ts';
import { lineDown } from './path.ts';

export const pathOut: Fact = {
  id: 'path-out',
  link: 'forgot',
  question: 'Was the path out both for IKE and for ESP when R took S for dead?',
  ask: (scene) => {
    const [line, esp] = [answerOf(lineDown, scene), answerOf(espAround, scene)];
    if (line.is === 'yes' && (line.grade === 'shown' || esp.is === 'no')) return yes(line.said, [...line.evidence, ...esp.evidence]);
    if (line.is === 'yes' && esp.is === 'unknown') return line;
    if (esp.is === 'no') return yes(esp.said, esp.evidence, isMissing(scene) ? 'shown' : 'suggested', line.wants);
    if (esp.is === 'yes' && esp.grade !== 'hinted')
      return no(esp.said, esp.evidence, esp.grade === 'shown' && line.is === 'no' ? line.grade : 'suggested', line.wants);
    return unknown(esp.said, [...line.wants, ...esp.wants], esp.evidence);
  },
};
