/** The verb `publish-event` publishes an event for applets that wait for its subsystem and type. [C] */
import { count, TEXT } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { verb } from './verb.ts';

export const publishEvent = verb(
  'publish-event',
  [
    required(option('sub-system', 'subsystem', count(0, 4_294_967_295))),
    required(option('type', 'type', count(0, 4_294_967_295))),
    required(option('arg1', 'arg1', TEXT)),
    option('arg2', 'arg2', TEXT),
    option('arg3', 'arg3', TEXT),
    option('arg4', 'arg4', TEXT),
  ],
  function* ({ subsystem, type, arg1, arg2, arg3, arg4 }) {
    yield {
      kind: 'publish',
      subsystem: Number(subsystem),
      type: Number(type),
      values: [arg1, arg2, arg3, arg4].filter((each) => each !== undefined),
    };
  },
);
