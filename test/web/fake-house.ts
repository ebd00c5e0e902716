/** A fake house: an engine that remembers what it was told, playbooks of the examples, and a judge that finds what it is told to find. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { CaptureState, Engine, Order, Told } from '../../src/engine/engine.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { draftPlan } from '../../src/run/draft.ts';
import type { Ports } from '../../src/run/ports.ts';
import { hashOf, type KnownToken } from '../../src/web/access.ts';
import { type AppChoices, makeApp } from '../../src/web/app.ts';
import { Approvals } from '../../src/web/approvals.ts';
import type { Desk } from '../../src/web/desk.ts';
import { Feed } from '../../src/web/feed.ts';
import type { Asking } from '../../src/web/gate.ts';
import type { House } from '../../src/web/house.ts';
import type { Judge } from '../../src/web/judge.ts';
import { RATES, Rates } from '../../src/web/rates.ts';
import { Rehearsals } from '../../src/web/rehearsals.ts';
import { Sessions } from '../../src/web/sessions.ts';
import { watchEngine } from '../../src/web/watch.ts';

export const NOW_MS = Date.parse('2026-11-26T15:00:00.000Z');
export const ORIGIN = 'http://127.0.0.1:8643';
export const OPERATOR_TOKEN = 'operator-token-of-the-tests-0123456789';
export const VIEWER_TOKEN = 'viewer-token-of-the-tests-0123456789';
export const TOKENS: KnownToken[] = [
  { name: 'olga', role: 'operator', hash: hashOf(OPERATOR_TOKEN) },
  { name: 'victor', role: 'viewer', hash: hashOf(VIEWER_TOKEN) },
];

export function stateOf(change: Partial<CaptureState> = {}): CaptureState {
  return {
    captureId: '7f3a9c01',
    playbook: 'tunnel-flaps',
    peers: {
      a: { name: 'hq', address: '192.0.2.1', isOurs: true, standing: 'armed' },
      b: { name: 'branch', address: '198.51.100.1', isOurs: true, standing: 'armed' },
    },
    phase: 'waiting',
    armedAt: '2026-11-26T14:00:00.000Z',
    leaseEndsAt: '2026-11-29T14:00:00.000Z',
    capturesLeft: 1,
    worker: 'worker-1',
    operator: 'olga',
    outcome: null,
    ending: null,
    trouble: null,
    bundles: [],
    ...change,
  };
}

export interface FakeEngine extends Engine {
  states: CaptureState[];
  begun: Order[];
  done: string[];
  tell(told: Told): void;
}

export function fakeEngine(states: CaptureState[] = [stateOf()]): FakeEngine {
  const listeners = new Set<(told: Told) => void>();
  const engine: FakeEngine = {
    states,
    begun: [],
    done: [],
    tell: (told) => {
      for (const listener of listeners) listener(told);
    },
    begin: async (order) => {
      engine.begun.push(order);
      const { captureId, leaseEndsAt } = order.plan;
      engine.states.push(stateOf({ captureId, leaseEndsAt, phase: 'arming', operator: order.operator, armedAt: null }));
    },
    stop: async (captureId, by) => void engine.done.push(`stop ${captureId} by ${by}`),
    spring: async (captureId, { by }) => void engine.done.push(`spring ${captureId} by ${by}`),
    setLease: async (captureId, leaseEndsAt, by) => void engine.done.push(`lease ${captureId} ${leaseEndsAt} by ${by}`),
    captures: async () => structuredClone(engine.states),
    hear: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => undefined,
  };
  return engine;
}

const PLAYBOOK = join(import.meta.dirname, '../../playbooks/tunnel-flaps.yaml');

/** Of the one playbook that is shipped, on assumed facts: no router is asked. */
export function fakeDesk(): Desk & { plan(): Promise<Plan> } {
  const read: Desk['read'] = async (name) => {
    if (name !== 'tunnel-flaps.yaml') throw new FlaptrapError('input', `there is no playbook ${name} in the folder of this page`);
    return loadPlaybook(PLAYBOOK);
  };
  const draft = async () => {
    const { playbook } = await read('tunnel-flaps.yaml');
    if (playbook === undefined) throw new Error('the shipped playbook has mistakes');
    return { playbook, ...draftPlan(playbook, NOW_MS) };
  };
  return {
    names: async () => ['tunnel-flaps.yaml'],
    read,
    preview: async () => draft(),
    agree: async (_name, digest) => {
      const { plan, playbook } = await draft();
      if (plan.digest !== digest)
        throw new FlaptrapError('digest', 'the plan has changed since it was shown; nothing was changed on the routers');
      return { plan, playbook };
    },
    plan: async () => (await draft()).plan,
  };
}

export const judgeNothing: Judge = async () => ({
  tunnel: 'hq - branch',
  sentence: 'No incident was found.',
  incidents: [],
  odd: '',
  isEmpty: false,
  report: '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><title>report</title>',
});

export interface FakeHouse extends Disposable {
  house: House;
  engine: FakeEngine;
  feed: Feed;
  app: Hono<Asking>;
  refused: string[];
  faults: unknown[];
  desk: ReturnType<typeof fakeDesk>;
  look(): Promise<void>;
  /** Asks as somebody: by his token, or as nobody. */
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form as a browser does that has come in. */
  send(path: string, form: Record<string, string | File>, visit: Visit | undefined, headers?: Record<string, string>): Promise<Response>;
  /** Comes in by the door. */
  enter(token: string): Promise<Visit>;
}

export interface Visit {
  cookie: string;
  csrf: string;
}

export const SILENT: Ports = {
  say: () => undefined,
  ask: async () => false,
  stop: new AbortController().signal,
  clock: { now: () => NOW_MS, monotonic: () => 0, sleep: async () => undefined },
  // Nothing is journalled by what a fake house does.
  journal: { place: '/nowhere' } as Ports['journal'],
  nonce: () => '0123456789abcdef',
};

export function openFakeHouse(change: Partial<House> = {}, choices: Partial<AppChoices> = {}, states?: CaptureState[]): FakeHouse {
  const engine = fakeEngine(states);
  const feed = new Feed('start');
  const watched = watchEngine(engine, feed);
  const desk = fakeDesk();
  const uploads = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const [refused, faults]: [string[], unknown[]] = [[], []];
  const house: House = {
    engine,
    desk,
    judge: judgeNothing,
    rehearsals: new Rehearsals({ folder: uploads, ports: SILENT, onChange: () => feed.touch(), onVerdict: () => undefined }),
    feed,
    watched,
    radar: undefined,
    causes: ['delete-lost', 'rekey-race'],
    uploads,
    approvals: new Approvals(uploads, () => NOW_MS),
    unready: async () => undefined,
    metrics: undefined,
    now: () => NOW_MS,
    ...change,
  };
  const app = makeApp(house, {
    origin: ORIGIN,
    otherHosts: ['localhost:8643'],
    tokens: TOKENS,
    sessions: new Sessions(),
    rates: new Rates(RATES, () => NOW_MS),
    uploadBytes: 64 * 1024,
    now: () => NOW_MS,
    refused: (why) => void refused.push(why),
    fault: (error) => void faults.push(error),
    ...choices,
  });
  const env = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
  const get: FakeHouse['get'] = async (path, token, headers = {}) =>
    app.request(`${ORIGIN}${path}`, { headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers } }, env);
  const send: FakeHouse['send'] = async (path, form, visit, headers = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...(visit === undefined ? {} : { csrf: visit.csrf }), ...form })) body.append(name, value);
    const own = { origin: ORIGIN, ...(visit === undefined ? {} : { cookie: visit.cookie }), ...headers };
    return app.request(`${ORIGIN}${path}`, { method: 'POST', body, headers: own }, env);
  };
  return {
    house,
    engine,
    feed,
    app,
    refused,
    faults,
    desk,
    look: () => watched.look(),
    get,
    send,
    enter: async (token) => {
      const answer = await send('/enter', { token }, undefined);
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
      const text = await (await get('/', undefined, { cookie })).text();
      return { cookie, csrf: /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' };
    },
    [Symbol.dispose]: () => rmSync(uploads, { recursive: true, force: true }),
  };
}
