/** `flaptrap serve` is the page for people: armed tunnels, incidents as they come, playbooks, judging; on this machine, or beyond it with TLS. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { FileStore } from '../capture/file-store.ts';
import { FlaptrapError } from '../errors.ts';
import { SCENARIOS } from '../lab/scenarios/index.ts';
import type { Ports } from '../run/ports.ts';
import { placeOf } from '../web/listen.ts';
import { openPage, type PageChoices } from '../web/open-page.ts';
import { openBook } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { LOG_FORMS, type Log, type LogForm, logNews, openLog } from './log.ts';
import { openWorker } from './open-worker.ts';
import { type Door, OUT, parseWhole, STATE } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { type AccessOptions, oidcOf, tokensOf } from './serve-access.ts';
import { type EarChoices, gather, openOwnEars, parseDoor, parseListen } from './serve-ears.ts';
import { addToken } from './serve-token.ts';
import { listenForStop } from './stop.ts';
import { STORE } from './store-address.ts';
import { openTelling } from './telling.ts';

export interface ServeOptions extends AccessOptions, EarChoices {
  listen: { host: string; port: number };
  origin?: string;
  cert?: string;
  key?: string;
  behindProxy?: string;
  newToken?: string;
  playbooks?: string;
  state: string;
  store?: string;
  out: string;
  uploadMegabytes: number;
  log: LogForm;
  json?: boolean;
}

export function defineServe(command: Command, { screen, end }: Door): void {
  command
    .addOption(
      new Option('--listen <address>', 'where it listens, host:port')
        .argParser(parseListen)
        .default({ host: '127.0.0.1', port: 8643 }, '127.0.0.1:8643'),
    )
    .option('--origin <url>', 'how browsers find it beyond this machine: https://flaptrap.example.net')
    .option('--cert <file>', 'the certificate of this page with its chain, PEM')
    .option('--key <file>', 'the key of the certificate, PEM')
    .option('--behind-proxy <address>', 'the address of the proxy that ends TLS; nobody else may connect then')
    .option('--tokens <file>', 'who may come in: a line each, role, name and the SHA-256 of the token')
    .option('--new-token <role:name>', 'write a token for viewer:NAME or operator:NAME into --tokens, show it once, and end')
    .option('--oidc <issuer>', 'let people come in by OpenID Connect')
    .option('--oidc-client <id>', 'the id of this page at the issuer')
    .option('--oidc-secret <reference>', 'where its secret is found: env:NAME, file:PATH or command:COMMAND')
    .option('--oidc-roles <claim>', 'the claim with the roles of a person', 'groups')
    .option('--oidc-operator <value>', 'what in it makes an operator', 'flaptrap-operators')
    .option('--oidc-viewer <value>', 'what in it makes a viewer', 'flaptrap-viewers')
    .option('--playbooks <dir>', 'the folder of the playbooks (default: ./playbooks, or those that are shipped)')
    .option(...STATE)
    .option(...STORE)
    .option(...OUT)
    .option('--upload-megabytes <n>', 'how large a bundle may be that is handed to the page', parseWhole, 64)
    .option('--syslog <door>', 'hear routers at udp:, tcp: or tls: with address and port; several times', parseDoor)
    .option('--allow <address>', 'an address or a network that may send messages; several times', gather)
    .option('--syslog-cert <file>', 'the certificate for tls:, PEM')
    .option('--syslog-key <file>', 'its key, PEM')
    .option('--syslog-ca <file>', 'only who shows a certificate of this authority is heard over tls:, PEM')
    .option('--springs <n>', 'captures that messages may spring in a minute', parseWhole, 20)
    .addOption(new Option('--log <form>', 'how it tells what happens').choices(LOG_FORMS).default('text'))
    .option('--json', 'print where it listens as JSON')
    .addHelpText('after', HELP)
    .action((options) => end(serve(options, screen)));
}

const HELP = `
Without --tokens, FLAPTRAP_TOKEN (an operator's), FLAPTRAP_VIEWER_TOKEN or --oidc a token is made for this run and shown once.

Example:
  flaptrap serve --playbooks playbooks`;

/** The same from src and from dist. */
const SHIPPED = fileURLToPath(new URL('../../playbooks', import.meta.url));

export async function serve(options: ServeOptions, screen: Screen): Promise<number> {
  if (options.newToken !== undefined) return addToken(options.newToken, options.tokens, screen);
  const log = openLog(options.log, screen);
  const logged = { ...screen, tell: (text: string) => log.note('info', text) };
  using stop = listenForStop(logged, async () => 'leaving now: what is armed stays armed until its lease ends', STOPPING);
  const page = pageOf(options, stop.signal, log, screen);
  // Before a database is started: whether it may be open there at all.
  placeOf(page.listen);
  const access = { ...tokensOf(options, process.env), oidc: await oidcOf(options) };
  try {
    return await serveUntil(stop.signal, { options, page, access, log, screen });
  } catch (error) {
    // Stopped while it was opened: that is how a service is ended too.
    if (stop.signal.aborted && error instanceof FlaptrapError && error.code === 'stopped') return EXIT.done;
    throw error;
  }
}

interface Serving {
  options: ServeOptions;
  page: ReturnType<typeof pageOf>;
  access: ReturnType<typeof tokensOf> & { oidc: Awaited<ReturnType<typeof oidcOf>> };
  log: Log;
  screen: Screen;
}

async function serveUntil(stop: AbortSignal, { options, page, access: { tokens, made, oidc }, log, screen }: Serving): Promise<number> {
  await using telling = openTelling({ tell: (text) => log.note('warn', text) }, options.origin);
  await using worker = await openWorker(options.store, options.out, screen, { log, stays: true, stop });
  const { engine, figures, lost } = worker;
  const unhear = engine.hear(({ captureId, news }) => {
    telling.hear(news);
    logNews(log, captureId, news);
  });
  const ears = await openOwnEars(options, worker, log);
  try {
    await using opened = await openPage({
      ...page,
      engine,
      tokens,
      oidc,
      ...figures,
      radar: ears && (() => ears.radar()),
    });
    showOpened(opened.origin, made, options, screen);
    log.note('info', 'listening; Ctrl-C ends it, and leaves armed what is armed');
    await ended(AbortSignal.any([stop, lost]));
  } finally {
    unhear();
    await ears?.close();
  }
  if (!lost.aborted) return EXIT.done;
  throw new FlaptrapError('fenced', 'this process stood still for so long that other workers have taken over its captures', {
    next: 'start it again',
  });
}

function pageOf(options: ServeOptions, stop: AbortSignal, log: Log, screen: Screen): Omit<PageChoices, 'engine' | 'tokens' | 'oidc'> {
  const ports = portsOf(options.state, stop);
  return {
    listen: { ...options.listen, cert: options.cert, key: options.key, proxy: options.behindProxy, origin: options.origin },
    playbooks: options.playbooks ?? (existsSync('playbooks') ? 'playbooks' : SHIPPED),
    state: options.state,
    // What the page itself types to ask routers is in the book of the state folder, what captures type in that of the store.
    ports: { ...ports, audit: openBook(options.state, screen) },
    rehearsalPorts: { ...ports, journal: new FileStore(join(options.state, 'rehearsals', 'journals')) },
    causes: Object.keys(SCENARIOS),
    uploadBytes: options.uploadMegabytes * 1024 * 1024,
    refused: sayNowAndThen(log),
    fault: log.fault,
  };
}

function showOpened(origin: string, made: string | undefined, { json }: ServeOptions, screen: Screen): void {
  screen.print(json === true ? JSON.stringify({ schema: 'flaptrap.serve/1', origin }) : origin);
  // Never into a log that a machine collects.
  if (made !== undefined) screen.tell(`come in with this token, which is shown once: ${made}`, 'grave');
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

const STOPPING = 'closing the page; what is armed stays armed';

function portsOf(state: string, stop: AbortSignal): Ports {
  return {
    say: () => undefined,
    ask: async () => false,
    stop,
    clock: SYSTEM_CLOCK,
    journal: new FileStore(state),
    nonce: () => randomBytes(8).toString('hex'),
  };
}

/** Whoever knocks all the time fills no log. */
function sayNowAndThen(log: Log): (why: string, client: string) => void {
  let [untilMs, unsaid] = [0, 0];
  return (why, client) => {
    unsaid += 1;
    if (performance.now() < untilMs) return;
    log.note('warn', `refused ${client}: ${why}${unsaid > 1 ? ` (${unsaid - 1} more since the last line)` : ''}`, { client });
    [untilMs, unsaid] = [performance.now() + 1000, 0];
  };
}
