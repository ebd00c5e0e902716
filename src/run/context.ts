/** The context of a run is a capture's context for one playbook, with someone to ask. */
import type { CaptureContext } from '../capture/context.ts';
import { type OpenOptions, openCapture } from '../capture/open-capture.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Ports } from './ports.ts';
import { followWaiting } from './waiting.ts';

/** What every function of a run takes: one playbook, and the ports it was opened with. */
export interface RunContext extends CaptureContext {
  playbook: Playbook;
  tell: Ports['say'];
  ask: Ports['ask'];
  nonce: Ports['nonce'];
}

/** How the routers are reached, where it is not as the playbook says. */
export type Reach = Pick<OpenOptions, 'targets' | 'recordFolder' | 'deadlines' | 'guard' | 'audit' | 'gate' | 'isRotating'>;

/** No router is asked yet. */
export function openRun(playbook: Playbook, ports: Ports, reach: Reach = {}): RunContext {
  const { say, ask, nonce, stop, clock, journal, audit } = ports;
  const waiting = followWaiting((view) => say({ about: 'waiting', view }));
  const tell: Ports['say'] = (news) => {
    if (news.about === 'bundle') waiting.keep(news.judged.verdict.incidents.length);
    say(news);
  };
  const context = openCapture(playbook, {
    audit,
    ...reach,
    store: journal,
    stop,
    clock,
    say: (progress) => {
      say({ about: 'progress', peer: progress.side && playbook.tunnel[progress.side].name, ...progress });
      waiting.hear(progress, progress.atMs ?? clock.now());
    },
    see: (sight) => {
      if (sight.what !== 'fetching') waiting.see(sight);
      else say({ about: 'work', work: { ...sight, peer: playbook.tunnel[sight.side].name } });
    },
  });
  return { ...context, playbook, tell, ask, nonce };
}
