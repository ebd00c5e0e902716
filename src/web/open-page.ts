/** Opening the page puts a house together, listens, and follows the engine until it is closed. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import type { Reach } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';
import type { KnownToken } from './access.ts';
import { makeApp } from './app.ts';
import { Approvals } from './approvals.ts';
import { openDesk } from './desk.ts';
import { Feed } from './feed.ts';
import type { House } from './house.ts';
import { openJudge } from './judge.ts';
import { type ListenChoices, listen, placeOf } from './listen.ts';
import { type OidcChoices, openSignIn } from './oidc.ts';
import { RATES, Rates } from './rates.ts';
import { Rehearsals } from './rehearsals.ts';
import { Sessions } from './sessions.ts';
import { type Watch, watchEngine } from './watch.ts';

export interface PageChoices {
  listen: ListenChoices;
  engine: Engine;
  tokens: readonly KnownToken[];
  oidc?: Omit<OidcChoices, 'redirectUri'> | undefined;
  /** The folder of playbooks, and that of what the page itself keeps. */
  playbooks: string;
  state: string;
  ports: Ports;
  /** Those of rehearsals: nothing of them is remembered beside real captures. */
  rehearsalPorts: Ports;
  rehearsalSpeed?: number | undefined;
  reach?: Reach | undefined;
  causes: readonly string[];
  uploadBytes: number;
  radar?: House['radar'];
  metrics?: House['metrics'];
  unready?: House['unready'] | undefined;
  /** How much one client may ask; as people do when left out. */
  rates?: Rates | undefined;
  refused?: ((why: string, client: string) => void) | undefined;
  fault?: ((error: unknown) => void) | undefined;
}

export interface OpenedPage extends AsyncDisposable {
  /** Where browsers find it. */
  origin: string;
}

/** What other workers do is looked at so often; what this one does is told at once. */
const LOOK_MS = 2000;
/** A page asks for what has changed at most so often. */
const FLUSH_MS = 500;

export async function openPage(choices: PageChoices): Promise<OpenedPage> {
  const { engine, ports } = choices;
  const now = ports.clock.now;
  const start = randomBytes(4).toString('hex');
  const feed = new Feed(start);
  const rehearsed = join(choices.state, 'rehearsals', start);
  const place = placeOf(choices.listen);
  const watch = watchEngine(engine, feed);
  const house = houseOf(choices, feed, watch, rehearsed);
  const listening = listen(choices.listen, (port) => {
    const origin = place.origin(port);
    const oidc = choices.oidc === undefined ? undefined : openSignIn({ ...choices.oidc, redirectUri: `${origin}/enter/oidc/back` });
    const { tokens, uploadBytes, refused, fault } = choices;
    return makeApp(house, {
      origin,
      otherHosts: place.otherHosts(port),
      proxy: choices.listen.proxy,
      tokens,
      sessions: new Sessions(),
      rates: choices.rates ?? new Rates(RATES, ports.clock.monotonic),
      uploadBytes,
      now,
      refused,
      fault,
      oidc,
    });
  });
  const opened = await listening.catch((error: unknown) => {
    watch[Symbol.dispose]();
    throw error;
  });
  const closing = new AbortController();
  const flushing = setInterval(() => feed.flush(), FLUSH_MS);
  const looking = keepLooking(watch, choices, closing.signal);
  return {
    origin: opened.origin,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      clearInterval(flushing);
      watch[Symbol.dispose]();
      await opened[Symbol.asyncDispose]();
      // One that goes on would write its folder again.
      await house.rehearsals[Symbol.asyncDispose]();
      await looking;
      rmSync(rehearsed, { recursive: true, force: true });
    },
  };
}

/** One look behind the other: one that came back late would tell again what a later one has told. */
async function keepLooking(watch: Watch, { ports: { clock }, fault }: PageChoices, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await watch.look().catch((error: unknown) => fault?.(error));
    await clock.sleep(LOOK_MS, stop);
  }
}

function houseOf(choices: PageChoices, feed: Feed, watched: House['watched'], rehearsed: string): House {
  const { engine, playbooks, state, ports, rehearsalPorts, rehearsalSpeed, reach, causes, radar, metrics, unready } = choices;
  return {
    engine,
    desk: openDesk({ folder: playbooks, ports, reach }),
    judge: openJudge(),
    rehearsals: new Rehearsals({
      folder: rehearsed,
      ports: rehearsalPorts,
      speed: rehearsalSpeed,
      onChange: () => feed.touch(),
      onVerdict: ({ id, playbook, startedAt, sentence = '' }) =>
        feed.tell('incident', {
          captureId: '',
          tunnel: `Rehearsal of ${playbook}`,
          at: startedAt,
          incidents: 1,
          sentence,
          link: `/rehearsals/${id}`,
        }),
    }),
    feed,
    watched,
    radar,
    causes,
    uploads: join(state, 'uploads'),
    approvals: new Approvals(state, ports.clock.now),
    unready: unready ?? (async () => undefined),
    metrics,
    now: ports.clock.now,
  };
}
