/** The gate stands before every page: whose house this is, who asks, how often, and from which page; what it lets through is known. */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { parseBody } from 'hono/utils/body';
import { isSame, type KnownToken, type Person, personOf } from './access.ts';
import { clientOf } from './crowd.ts';
import type { Visitor } from './layout.ts';
import type { Rates } from './rates.ts';
import type { Sessions } from './sessions.ts';

/** What the connection says; given by the server beside each request. */
export interface Bindings {
  incoming: { socket: { remoteAddress?: string | undefined; destroy?(): unknown } };
}

export interface Asking {
  Bindings: Bindings;
  Variables: { visitor: Visitor; client: string; form: Form };
}
export type Ask = Context<Asking>;
export type Form = Readonly<Record<string, string | File | (string | File)[]>>;

export interface GateChoices {
  /** Where browsers find this page: `https://flaptrap.example.net`, `http://127.0.0.1:8643`. */
  origin: string;
  /** Other names by which this machine calls itself: `localhost:8643`. */
  otherHosts?: readonly string[] | undefined;
  /** The only address that may connect, where a proxy stands in front. */
  proxy?: string | undefined;
  tokens: readonly KnownToken[];
  sessions: Sessions;
  rates: Rates;
  uploadBytes: number;
  now(): number;
  /** Hears of each refusal. */
  refused?: ((why: string, client: string) => void) | undefined;
  /** What a browser is shown that has not come in. */
  door(ask: Ask): Response | Promise<Response>;
}

/** Of a form; a playbook has at most 256 kB, and each byte of it may take three. */
const FORM_BYTES = 800 * 1024;
/** Of an upload: more files than are judged together, and the mark of the visit. */
const PARTS_MAX = 100;
/** [C RFC 2046 5.1.1] */
const MULTIPART = /^multipart\/form-data\s*;.*?boundary="?(?<boundary>[^";]{1,70})"?/i;
/** Nothing behind them is worth a token. */
const OPEN = /^\/(?:enter(?:\/.*)?|assets\/[\w.-]+|health\/(?:live|ready))$/;
/** What a viewer may send: nothing that touches a router, nor takes a rehearsal's time; arming only what an operator has approved. */
const FOR_VIEWERS = /^\/(?:leave|judge|check|api\/arm)$/;

/** No script and no style but our own files, no frame, no other place to send a form to. */
export const LAW =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}

/** `__Host-` is taken by browsers over TLS only. [C RFC 6265bis 4.1.3.2] */
export function cookieName(origin: string): string {
  return isSecure(origin) ? '__Host-flaptrap' : 'flaptrap';
}

export function setGate(app: Hono<Asking>, choices: GateChoices): void {
  app.use(headers(choices.origin));
  app.use(refuseStrangers(choices));
  app.use(limitRate(choices));
  app.use(requireOwnPage(choices));
  app.use(requireVisitor(choices));
  app.use(readForm(choices));
}

function headers(origin: string): MiddlewareHandler<Asking> {
  return async (ask, next) => {
    await next();
    const set = (name: string, value: string): void => {
      if (!ask.res.headers.has(name)) ask.res.headers.set(name, value);
    };
    set('Content-Security-Policy', LAW);
    set('Cache-Control', 'no-store');
    set('X-Content-Type-Options', 'nosniff');
    set('X-Frame-Options', 'DENY');
    // `no-referrer` would take the origin from our own forms too. [C Fetch, "append a request Origin header"]
    set('Referrer-Policy', 'same-origin');
    set('Cross-Origin-Opener-Policy', 'same-origin');
    set('Cross-Origin-Resource-Policy', 'same-origin');
    set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    if (isSecure(origin)) set('Strict-Transport-Security', 'max-age=31536000');
  };
}

function refuse(ask: Ask, { refused }: GateChoices, status: 400 | 403 | 405 | 413 | 421, why: string): Response {
  refused?.(why, ask.get('client') ?? '');
  return ask.text(`${why}\n`, status);
}

/** Who comes by another name was sent here by somebody else's page (DNS rebinding). */
function refuseStrangers(choices: GateChoices): MiddlewareHandler<Asking> {
  const hosts = [new URL(choices.origin).host, ...(choices.otherHosts ?? [])];
  return async (ask, next) => {
    const { remoteAddress } = ask.env?.incoming?.socket ?? {};
    ask.set('client', clientOf(remoteAddress, ask.req.header('x-forwarded-for'), choices.proxy));
    if (choices.proxy !== undefined && clientOf(remoteAddress, undefined, undefined) !== choices.proxy)
      return refuse(ask, choices, 403, 'only the proxy may connect here');
    const host = ask.req.header('host') ?? new URL(ask.req.url).host;
    if (!hosts.includes(host)) return refuse(ask, choices, 421, 'this page does not go by that name');
    if (!['GET', 'HEAD', 'POST'].includes(ask.req.method)) return refuse(ask, choices, 405, 'only GET, HEAD and POST are known here');
    return next();
  };
}

function limitRate({ rates }: GateChoices): MiddlewareHandler<Asking> {
  return async (ask, next) => {
    const isChange = ask.req.method === 'POST';
    const path = ask.req.path;
    const kind = path.startsWith('/enter') && isChange ? 'enter' : path === '/judge' && isChange ? 'judge' : isChange ? 'change' : 'ask';
    const waitMs = rates.take(ask.get('client'), kind);
    if (waitMs === undefined) return next();
    return ask.text('too much was asked from here; wait a little\n', 429, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
  };
}

/** A browser says from which page it sends; a program that brings its token with each request has none. */
function requireOwnPage(choices: GateChoices): MiddlewareHandler<Asking> {
  const origins = [choices.origin, ...(choices.otherHosts ?? []).map((host) => `${new URL(choices.origin).protocol}//${host}`)];
  return async (ask, next) => {
    if (ask.req.method !== 'POST') return next();
    const origin = ask.req.header('origin');
    const site = ask.req.header('sec-fetch-site');
    const isOwn = origin === undefined ? bearerOf(ask) !== undefined : origins.includes(origin);
    if (isOwn && (site === undefined || site === 'same-origin')) return next();
    return refuse(ask, choices, 403, 'this was sent from another page');
  };
}

function requireVisitor(choices: GateChoices): MiddlewareHandler<Asking> {
  return async (ask, next) => {
    const visitor = visitorOf(ask, choices);
    if (visitor !== undefined) ask.set('visitor', visitor);
    if (OPEN.test(ask.req.path)) return next();
    if (visitor === undefined) {
      choices.refused?.('nobody has come in', ask.get('client'));
      const isBrowser = ask.req.header('accept')?.includes('text/html') === true;
      return isBrowser ? choices.door(ask) : ask.text('a token is needed\n', 401, { 'WWW-Authenticate': 'Bearer realm="flaptrap"' });
    }
    const isAllowed = ask.req.method !== 'POST' || visitor.role === 'operator' || FOR_VIEWERS.test(ask.req.path);
    return isAllowed ? next() : refuse(ask, choices, 403, 'a viewer may not do this; ask an operator');
  };
}

function visitorOf(ask: Ask, { tokens, sessions, origin, now }: GateChoices): Visitor | undefined {
  const token = bearerOf(ask);
  const person: Person | undefined = token === undefined ? undefined : personOf(token, tokens);
  if (person !== undefined) return { ...person, csrf: '' };
  const id = getCookie(ask, cookieName(origin));
  return id === undefined || token !== undefined ? undefined : sessions.find(id, now());
}

function bearerOf(ask: Ask): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,512})$/i.exec(ask.req.header('authorization') ?? '')?.[1];
}

/** What is sent is read here once, after its size was bounded, and believed only with the mark of our own form. */
function readForm(choices: GateChoices): MiddlewareHandler<Asking> {
  const limitOf = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (ask) => refuse(ask as Ask, choices, 413, `at most ${Math.floor(maxSize / 1024)} kB can be sent here`) });
  const [forms, uploads] = [limitOf(FORM_BYTES), limitOf(choices.uploadBytes)];
  return async (ask, next) => {
    if (ask.req.method !== 'POST') return next();
    // Files come in parts alone: a form of names would be a hundred times its size in memory.
    const limit = ask.req.path === '/judge' && MULTIPART.test(ask.req.header('content-type') ?? '') ? uploads : forms;
    return limit(ask, async () => {
      const form = await takeApart(ask).catch(() => undefined);
      if (form === undefined) ask.res = refuse(ask, choices, 400, `this is no form, or one of more than ${PARTS_MAX} parts`);
      else if (!isOurs(ask, form)) ask.res = refuse(ask, choices, 403, 'this form is not of your visit; load the page again');
      else {
        ask.set('form', form);
        await next();
      }
    });
  };
}

/** Undefined where it has too many parts: each is a file or a field in memory. */
async function takeApart(ask: Ask): Promise<Form | undefined> {
  const type = ask.req.header('content-type') ?? '';
  if (!MULTIPART.test(type)) return ask.req.parseBody({ all: true });
  const body = await ask.req.arrayBuffer();
  if (partsOf(Buffer.from(body), MULTIPART.exec(type)?.groups?.['boundary'] ?? '') > PARTS_MAX) return undefined;
  return parseBody(new Request(ask.req.url, { method: 'POST', headers: { 'content-type': type }, body }), { all: true });
}

function partsOf(body: Buffer, boundary: string): number {
  let count = 0;
  for (let at = body.indexOf(`--${boundary}`); at !== -1 && count <= PARTS_MAX; at = body.indexOf(`\r\n--${boundary}`, at + 1)) count += 1;
  return count;
}

/** Who comes in, and who brings a token with each request, has no visit that somebody could misuse. */
function isOurs(ask: Ask, { csrf }: Form): boolean {
  const visitor = ask.get('visitor');
  if (visitor === undefined || visitor.csrf === '') return true;
  return typeof csrf === 'string' && isSame(csrf, visitor.csrf);
}

/** One value of a form; empty when it was not sent. */
export function field(ask: Ask, name: string): string {
  const value = ask.get('form')[name];
  return typeof value === 'string' ? value : '';
}
