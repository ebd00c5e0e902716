/** `flaptrap serve` is the page for people: armed tunnels, incidents as they come, playbooks, judging; on this machine, or beyond it with TLS. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { FileStore } from '../capture/file-store.ts';
import { Secrets } from '../capture/secrets.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { SCENARIOS } from '../lab/scenarios/index.ts';
import type { Ports } from '../run/ports.ts';
import { hashOf, type KnownToken, makeToken, parseTokens, requireStrong } from '../web/access.ts';
import type { OidcChoices } from '../web/oidc.ts';
import { openPage } from '../web/open-page.ts';
import { EXIT } from './exit-code.ts';
import { openWorker } from './open-worker.ts';
import { type Door, OUT, parseWhole, STATE } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { addToken } from './serve-token.ts';
import { listenForStop } from './stop.ts';
import { STORE } from './store-address.ts';
import { openTelling } from './telling.ts';

export interface ServeOptions {
  listen: { host: string; port: number };
  origin?: string;
  cert?: string;
  key?: string;
  behindProxy?: string;
  tokens?: string;
  newToken?: string;
  oidc?: string;
  oidcClient?: string;
  oidcSecret?: string;
  oidcRoles: string;
  oidcOperator: string;
  oidcViewer: string;
  playbooks?: string;
  state: string;
  store?: string;
  out: string;
  uploadMegabytes: number;
  json?: boolean;
}

export function defineServe(command: Command, { screen, end }: Door): void {
  command
    .option('--listen <address>', 'where it listens, host:port', parseListen, { host: '127.0.0.1', port: 8643 })
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
  using stop = listenForStop(screen, async () => 'leaving now: what is armed stays armed until its lease ends', STOPPING);
  const { tokens, made } = tokensOf(options, process.env);
  const ports = portsOf(options.state, stop.signal);
  await using telling = openTelling(screen, options.origin);
  await using worker = await openWorker(options.store, options.out, screen);
  const unhear = worker.engine.hear(({ news }) => telling.hear(news));
  await using page = await openPage({
    listen: { ...options.listen, cert: options.cert, key: options.key, proxy: options.behindProxy, origin: options.origin },
    engine: worker.engine,
    tokens,
    oidc: await oidcOf(options),
    playbooks: options.playbooks ?? (existsSync('playbooks') ? 'playbooks' : SHIPPED),
    state: options.state,
    ports,
    rehearsalPorts: { ...ports, journal: new FileStore(join(options.state, 'rehearsals', 'journals')) },
    causes: Object.keys(SCENARIOS),
    uploadBytes: options.uploadMegabytes * 1024 * 1024,
    refused: sayNowAndThen(screen),
    fault: (error) => screen.tell(`a fault behind the page: ${printError(error)}`, 'grave'),
  });
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.serve/1', origin: page.origin }));
  else screen.print(page.origin);
  if (made !== undefined) screen.tell(`come in with this token, which is shown once: ${made}`, 'grave');
  screen.tell('listening; Ctrl-C ends it, and leaves armed what is armed');
  await ended(AbortSignal.any([stop.signal, worker.lost]));
  unhear();
  if (!worker.lost.aborted) return EXIT.done;
  throw new FlaptrapError('fenced', 'this process stood still for so long that other workers have taken over its captures', {
    next: 'start it again',
  });
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

/** `made`: where nobody has given one. */
function tokensOf({ tokens: path, oidc }: ServeOptions, env: NodeJS.ProcessEnv): { tokens: KnownToken[]; made?: string } {
  const given = (role: KnownToken['role'], variable: string): KnownToken[] => {
    const token = env[variable];
    return token === undefined || token === '' ? [] : [{ role, name: role, hash: hashOf(requireStrong(token, variable)) }];
  };
  const filed = path === undefined ? [] : parseTokens(readText(path), path);
  const tokens = [...filed, ...given('operator', 'FLAPTRAP_TOKEN'), ...given('viewer', 'FLAPTRAP_VIEWER_TOKEN')];
  if (tokens.length > 0 || oidc !== undefined) return { tokens };
  const made = makeToken();
  return { tokens: [{ role: 'operator', name: 'operator', hash: hashOf(made) }], made };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileTrouble('read', path, error);
  }
}

async function oidcOf(options: ServeOptions): Promise<Omit<OidcChoices, 'redirectUri'> | undefined> {
  const { oidc: issuer, oidcClient: clientId, oidcSecret, oidcRoles: rolesClaim, oidcOperator: operator, oidcViewer: viewer } = options;
  if (issuer === undefined) return undefined;
  if (clientId === undefined)
    throw new FlaptrapError('input', '--oidc needs the id of this page at the issuer', { next: 'give it with --oidc-client' });
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:')
    throw new FlaptrapError('input', `${issuer} is no issuer: its address begins with https://`, {
      next: 'give it as the issuer names itself',
    });
  const clientSecret = oidcSecret === undefined ? undefined : await new Secrets().resolve(oidcSecret);
  return { issuer, clientId, clientSecret, rolesClaim, roles: { operator, viewer } };
}

/** Whoever knocks all the time fills no log. */
function sayNowAndThen(screen: Screen): (why: string, client: string) => void {
  let [untilMs, unsaid] = [0, 0];
  return (why, client) => {
    unsaid += 1;
    if (performance.now() < untilMs) return;
    screen.tell(`refused ${client}: ${why}${unsaid > 1 ? ` (${unsaid - 1} more since the last line)` : ''}`);
    [untilMs, unsaid] = [performance.now() + 1000, 0];
  };
}

function parseListen(text: string): ServeOptions['listen'] {
  const [, six, host = six ?? '', port = ''] = /^(?:\[([0-9a-fA-F:]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  if (host === '' || Number(port) > 65_535) throw new InvalidArgumentError('expected an address and a port, such as 127.0.0.1:8643.');
  return { host, port: Number(port) };
}
