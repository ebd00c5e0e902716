/** Listening opens the page's port: on this machine alone, or beyond it with TLS, or behind a proxy that was named. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { FlaptrapError, messageOf } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { CROWD, Crowd, type CrowdLimits, clientOf } from './crowd.ts';
import type { Asking } from './gate.ts';

export interface ListenChoices {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Paths of the certificate and its key, PEM. */
  cert?: string | undefined;
  key?: string | undefined;
  /** The address of the proxy in front, which alone may connect. */
  proxy?: string | undefined;
  /** How browsers find it. */
  origin?: string | undefined;
  /** What one client may hold, and for how long; as it is for people when left out. */
  crowd?: CrowdLimits | undefined;
}

export interface Listening extends AsyncDisposable {
  origin: string;
  port: number;
}

/** What is known before a port is opened. */
export interface Place {
  origin(port: number): string;
  /** Other names under which it is asked for on this machine. */
  otherHosts(port: number): string[];
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

/** Throws `input` where the page would be open to a network without TLS, or under a name that nobody said. */
export function placeOf({ host, cert, key, proxy, origin }: ListenChoices): Place {
  const isLoopback = LOOPBACK.test(host);
  const isSecure = cert !== undefined;
  if ((cert === undefined) !== (key === undefined))
    throw new FlaptrapError('input', '--cert and --key belong together', { next: 'give both, or neither' });
  if (!isLoopback && !isSecure && proxy === undefined)
    throw new FlaptrapError('input', `${host} can be reached from the network, and tokens would cross it in the clear`, {
      next: 'give --cert and --key, or name the proxy that ends TLS with --behind-proxy ADDRESS; or listen on 127.0.0.1',
    });
  if ((!isLoopback || proxy !== undefined) && origin === undefined)
    throw new FlaptrapError('input', 'beyond this machine the page must know its own name', {
      next: 'say how browsers find it, for example --origin https://flaptrap.example.net',
    });
  if (origin !== undefined) requireOrigin(origin, isSecure || proxy !== undefined);
  const scheme = isSecure ? 'https' : 'http';
  const names = isLoopback && proxy === undefined ? ['127.0.0.1', 'localhost', '[::1]'] : [];
  return {
    origin: (port) => origin ?? `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    otherHosts: (port) => names.map((name) => `${name}:${port}`),
  };
}

function requireOrigin(origin: string, mustBeSecure: boolean): void {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url !== undefined && url.origin === origin && (url.protocol === 'https:' || (url.protocol === 'http:' && !mustBeSecure))) return;
  throw new FlaptrapError('input', `${origin} is no address of a page as browsers have it`, {
    next: 'give scheme and name, and nothing behind: --origin https://flaptrap.example.net',
  });
}

/** `make` is given the port: what the page calls itself depends on it. */
export async function listen(choices: ListenChoices, make: (port: number) => Hono<Asking>): Promise<Listening> {
  const place = placeOf(choices);
  let app: Hono<Asking> | undefined;
  const crowd = new Crowd(choices.crowd ?? CROWD);
  const server = createAdaptorServer({
    fetch: (request, env) =>
      app === undefined ? new Response('not ready\n', { status: 503 }) : answer(app, crowd, choices, request, env as HttpBindings),
    ...(choices.cert === undefined || choices.key === undefined
      ? { createServer }
      : {
          createServer: createSecureServer,
          serverOptions: { cert: readPem(choices.cert), key: readPem(choices.key), minVersion: 'TLSv1.2' as const },
        }),
  });
  // Whoever sends slowly holds nothing for long; what is sent to a page that follows has no end.
  Object.assign(server, { requestTimeout: 60_000, headersTimeout: 15_000, maxConnections: 2000, keepAliveTimeout: 10_000 });
  server.on('connection', (socket: Socket) => letIn(socket, crowd, choices));
  const port = await opened(server, choices);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  try {
    app = make(port);
  } catch (error) {
    // Else a page that cannot be shown would keep its process.
    await close();
    throw error;
  }
  return { origin: place.origin(port), port, [Symbol.asyncDispose]: close };
}

/** Counted by connection: who sends nothing at all holds one too. Those of the proxy are many people's. */
function letIn(socket: Socket, crowd: Crowd, { proxy }: ListenChoices): void {
  const client = clientOf(socket.remoteAddress, undefined, undefined);
  if (client === proxy) return;
  const leave = crowd.enter(client);
  if (leave === undefined) socket.destroy();
  else socket.once('close', leave);
}

/** Behind the proxy people are told apart by what it says of them, an answer at a time. */
async function answer(app: Hono<Asking>, crowd: Crowd, { proxy }: ListenChoices, request: Request, env: HttpBindings): Promise<Response> {
  const { incoming, outgoing } = env;
  const from = clientOf(incoming.socket.remoteAddress, undefined, undefined);
  if (from === proxy) {
    const leave = crowd.enter(clientOf(from, request.headers.get('x-forwarded-for') ?? undefined, proxy));
    if (leave === undefined) return new Response('too much is under way to you; let some of it end\n', { status: 429 });
    outgoing.once('close', leave);
  }
  const response = await app.fetch(request, env);
  crowd.bound(outgoing, response.headers.get('content-type')?.startsWith('text/event-stream') === true);
  return response;
}

function opened(server: ReturnType<typeof createAdaptorServer>, { host, port }: ListenChoices): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new FlaptrapError('input', `cannot listen on ${host}:${port}`, {
          answer: messageOf(error),
          next: 'end what listens there, or choose another port with --listen',
        }),
      ),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileTrouble('read', path, error);
  }
}
