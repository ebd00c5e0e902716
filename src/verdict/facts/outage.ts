/** An outage: IKE and ESP were both silent when R declared S dead, so that it was right to. */
import { answerOf, type Fact, no, unknown, yes } from '../fact.ts';
import { espAround, isMissing } from './around.ts';
import { fellItself, lineDown } from './path.ts';

export const pathOut: Fact = {
  id: 'path-out',
  link: 'forgot',
  question: 'Was the path out both for IKE and for ESP when R took S for dead?',
  ask: (scene) => {
    const [line, esp] = [answerOf(lineDown, scene), answerOf(espAround, scene)];
    // A packet that came then is no sign of an outage, whichever line was down.
    const isContradicted = esp.is === 'yes' && esp.grade === 'shown';
    if (line.is === 'yes' && line.grade === 'shown' && !isContradicted) return yes(line.said, [...line.evidence, ...esp.evidence]);
    if (esp.is === 'no') {
      const said = line.is === 'yes' && line.grade !== 'hinted' ? line : esp;
      return yes(said.said, [...line.evidence, ...esp.evidence], isMissing(scene) ? 'shown' : 'suggested', line.wants);
    }
    if (line.is === 'yes' && (esp.is === 'unknown' || (esp.grade === 'hinted' && fellItself(scene)))) return line;
    if (esp.is === 'yes' && esp.grade !== 'hinted')
      return no(esp.said, esp.evidence, esp.grade === 'shown' && line.is === 'no' ? line.grade : 'suggested', line.wants);
    return unknown(esp.said, [...line.wants, ...esp.wants], esp.evidence);
  },
};
