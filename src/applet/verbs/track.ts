/** The verb `track` reads or sets a tracked object; its state is in `_track_state`. [C] */
import { choice, count } from '../kind.ts';
import { option, place } from '../syntax.ts';
import { verb } from './verb.ts';

export const track = verb(
  'track',
  [place('act', choice('read', 'set')), place('object', count(1, 1000)), option('state', 'state', choice('up', 'down'))],
  function* ({ act, object, state }, machine) {
    const answer = yield { kind: 'track', act, object: Number(object), state };
    if (act === 'read') machine.set('_track_state', answer?.output ?? '');
  },
);
