/** Telling has the channels of a playbook told of each verdict, while its command goes on with its work. */
import { randomBytes } from 'node:crypto';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { Secrets } from '../capture/secrets.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Tale } from '../notify/tale.ts';
import { Teller } from '../notify/teller.ts';
import { nameCause } from '../report/cause-name.ts';
import { sayFirst } from '../run/first-sentence.ts';
import type { News } from '../run/ports.ts';
import type { Screen } from './screen.ts';

export interface Telling extends AsyncDisposable {
  hear(news: News): void;
}

/** Who ends meanwhile waits so long for what is still to be told. */
const PATIENCE_MS = 60_000;

/** `page`: where the page is found that is served here. */
export function openTelling(screen: Pick<Screen, 'tell'>, page?: string): Telling {
  // One teller for one list of channels: what is a flood is known there.
  const tellers = new Map<string, Teller>();
  return {
    hear: (news) => {
      if (news.about !== 'bundle' || news.playbook.notify === undefined) return;
      const { notify } = news.playbook;
      const key = JSON.stringify(notify);
      const teller =
        tellers.get(key) ??
        new Teller(notify, {
          // Anew each time: a secret that was rotated is the new one.
          resolve: (reference) => new Secrets().resolve(reference),
          clock: SYSTEM_CLOCK,
          jitter: Math.random,
          nonce: () => randomBytes(12).toString('hex'),
          say: (text) => screen.tell(text, 'grave'),
        });
      tellers.set(key, teller);
      teller.tell(taleOf(news, notify.page ?? page));
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...tellers.values()].map((teller) => teller.settle(PATIENCE_MS)));
    },
  };
}

function taleOf({ captureId, judged: { verdict }, playbook }: Extract<News, { about: 'bundle' }>, page: string | undefined): Tale {
  const [first] = verdict.incidents;
  return {
    schema: 'flaptrap.tale/1',
    captureId,
    tunnel: SIDES.map((side) => verdict.tunnel[side].name).join(' - '),
    playbook: playbook.name,
    at: new Date(SYSTEM_CLOCK.now()).toISOString(),
    sentence: sayFirst(verdict),
    cause: first?.cause.id ?? null,
    confidence: first?.cause.confidence ?? null,
    named: first === undefined ? 'no incident' : nameCause(first.cause),
    incidents: verdict.incidents.length,
    link: page === undefined ? null : `${page.replace(/\/+$/, '')}/captures/${captureId}`,
    heldBack: 0,
  };
}
