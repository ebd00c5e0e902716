/** Hostile faults of a push: an action that is answered without end, or with a question of the router's own. */
import type { ServerChannel } from 'ssh2';
import type { Fault } from '../device/fault.ts';
import type { LabFault } from './lab-fault.ts';
import { neverSay, sayForEver } from './means/floods.ts';

const HOSTILE = { works: ['push'], outcome: 'loud', isHostile: true } as const;

/** Instead of the answer to an action in the middle of the applet. */
function onAction(say: (channel: ServerChannel) => string | Promise<string>): () => Fault {
  return () => ({ onLine: (line, _session, _router, channel) => (/^ ?action 0?200 /.test(line) ? say(channel) : undefined) });
}

export const HOSTILE_PUSH_FAULTS = {
  'hostile-push-flood': {
    ...HOSTILE,
    title: 'hostile: an action is answered without end',
    make: onAction((channel) => sayForEver(channel, 'so it is\r\n'.repeat(3000))),
  },
  'hostile-push-prompts': {
    ...HOSTILE,
    title: 'hostile: an action is answered with prompts without end',
    make: onAction((channel) => sayForEver(channel, 'hq(config-applet)#\r\n'.repeat(2000))),
  },
  'hostile-push-question': {
    ...HOSTILE,
    title: 'hostile: an action is answered with a question',
    make: () => ({
      onLine: (line, session) => (/^ ?action 0?200 /.test(line) ? session.ask('Overwrite everything? [confirm]', () => '') : undefined),
    }),
  },
  'hostile-push-silence': { ...HOSTILE, title: 'hostile: an action is never answered', make: onAction(neverSay) },
  'hostile-push-trickle': {
    ...HOSTILE,
    title: 'hostile: an action is answered a byte now and then',
    make: onAction((channel) => sayForEver(channel, '.', 300)),
  },
} as const satisfies Record<string, LabFault>;
