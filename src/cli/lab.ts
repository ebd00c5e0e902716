/** `flaptrap lab` leaves two simulated routers listening for any SSH client, until Ctrl-C. */
import { type Command, InvalidArgumentError } from 'commander';
import { FlaptrapError, printError } from '../errors.ts';
import { codeOf } from '../file-trouble.ts';
import { toAddress } from '../ipsec/address.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Lab } from '../lab/lab.ts';
import type { ScenarioId } from '../lab/scenarios/index.ts';
import { ikeOf, type LabChoices, openLab, scenarioOf } from '../run/open-lab.ts';
import { EXIT } from './exit-code.ts';
import { addLabArguments, causeOption } from './lab-arguments.ts';
import { type LabHome, openLabHome, writeLabPlaybook } from './lab-home.ts';
import { type Door, parseWhole } from './program/arguments.ts';
import type { Screen } from './screen.ts';

/** Documentation addresses (RFC 5737). */
const endOf = (name: string, address: string) => ({
  name,
  host: '127.0.0.1',
  port: 22,
  address: toAddress(address),
  platform: 'ios' as const,
  login: 'ops',
  jumpHosts: [],
  legacyAlgorithms: false,
});
const TUNNEL = { a: endOf('hq', '192.0.2.1'), b: endOf('branch', '198.51.100.1') };
/** Time enough to log in and switch debugs on, where nobody is there to press a key. */
const CALM_SECONDS = 60;
const PORT_MAX = 65_534;

type LabOptions = LabChoices & { json?: boolean; port?: number; home?: string; after?: number };

export function defineLab(command: Command, { screen, end }: Door): void {
  command.addOption(causeOption('play this cause at Enter, and by itself after a while'));
  addLabArguments(command, { ike: 'the version of IKE between them, 1 or 2', speed: 1 })
    .option(
      '--after <seconds>',
      'play the cause by itself after so long; without it a minute, or never where Enter can be pressed',
      parseWhole,
    )
    .option('--port <n>', 'the port of hq; branch has the next one', parsePort)
    .option('--home <dir>', 'the folder in which host keys and password stay the same, and a playbook is written that reaches both')
    .option('--json', 'print how to log in as JSON')
    .addHelpText('after', HELP)
    .action((options) => end(lab(options, screen)));
}

const HELP = `
Examples:
  flaptrap lab --cause delete-lost
  flaptrap lab --home lab --port 2201, and in another terminal: flaptrap run lab/lab.yaml

Each Enter plays the cause; the name of another cause, typed before it, plays that one.`;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port <= PORT_MAX) return port;
  throw new InvalidArgumentError(`expected a port from 1 to ${PORT_MAX}.`);
}

export async function lab(options: LabOptions, screen: Screen): Promise<number> {
  const scenario = options.cause === undefined ? undefined : scenarioOf(options.cause);
  const ike = ikeOf(options, scenario);
  const home = options.home === undefined ? undefined : openLabHome(options.home);
  const opened = await open({ ...options, ike }, home);
  try {
    const playbook = home === undefined ? undefined : writeLabPlaybook(home, opened, ike);
    tellLogins(opened, playbook, options, screen);
    await attend(opened, options, scenario, screen);
  } finally {
    await opened.close();
  }
  return EXIT.done;
}

/** Until a signal ends it. */
async function attend(opened: Lab, { receiver, after }: LabOptions, scenario: ScenarioId | undefined, screen: Screen): Promise<void> {
  const play = (id: ScenarioId, seconds: number): void => opened.play(id, receiver, seconds);
  const seconds = after ?? (screen.isInteractive ? undefined : CALM_SECONDS);
  if (scenario !== undefined && seconds !== undefined) play(scenario, seconds);
  const stopHearing = hearLines(screen.wire?.input, (line) => tellPlayed(line, scenario, play, screen));
  screen.tell(`listening; ${screen.isInteractive && scenario !== undefined ? `Enter plays ${scenario}, ` : ''}Ctrl-C ends it`);
  await stopped();
  stopHearing();
}

async function open(options: LabOptions, home: LabHome | undefined): Promise<Lab> {
  const { port } = options;
  try {
    return await openLab({ tunnel: TUNNEL }, options, Date.now(), {
      ...(port === undefined ? {} : { ports: { a: port, b: port + 1 } }),
      ...(home === undefined ? {} : { password: home.password, hostKeys: home.hostKeys }),
    });
  } catch (error) {
    const why = { EADDRINUSE: 'one of them is taken', EACCES: 'you have no right to them' }[codeOf(error) ?? ''];
    if (port === undefined || why === undefined) throw error;
    throw new FlaptrapError('input', `the lab cannot listen on the ports ${port} and ${port + 1}: ${why}`, {
      next: 'choose another --port, or leave it out',
    });
  }
}

function tellLogins(opened: Lab, playbook: string | undefined, { json }: LabOptions, screen: Screen): void {
  const logins = SIDES.map((side) => ({ side, name: TUNNEL[side].name, login: opened[side] }));
  if (json === true) {
    const own = playbook === undefined ? {} : { playbook };
    screen.print(JSON.stringify({ schema: 'flaptrap.lab/1', peers: logins.map(asJson), ...own }, null, 2));
    return;
  }
  for (const login of logins) screen.print(sayLogin(login));
  if (playbook !== undefined) screen.print(`playbook: ${playbook}`);
}

/** What is typed: nothing for the cause that was named, or the name of another. */
function tellPlayed(line: string, scenario: ScenarioId | undefined, play: (id: ScenarioId, seconds: number) => void, screen: Screen): void {
  try {
    const id = line === '' ? scenario : scenarioOf(line);
    if (id !== undefined) play(id, 0);
    screen.tell(id === undefined ? 'no cause was named: type one, or start the lab with --cause' : `playing ${id}`);
  } catch (error) {
    screen.tell(printError(error));
  }
}

/** A terminal, or what is piped in, line by line; gives the way to leave it alone again. */
function hearLines(input: NodeJS.ReadableStream | undefined, hear: (line: string) => void): () => void {
  let heard = '';
  const take = (piece: Buffer | string): void => {
    const lines = `${heard}${piece}`.split('\n');
    heard = (lines.pop() ?? '').slice(-LINE_CHARACTERS);
    for (const line of lines) hear(line.trim());
  };
  const lost = (): void => undefined;
  input?.on('data', take).on('error', lost);
  return () => {
    input?.off('data', take).off('error', lost).pause();
  };
}

/** No name of a cause is longer. */
const LINE_CHARACTERS = 100;

interface Login {
  side: Side;
  name: string;
  login: Lab['a'];
}

function asJson({ side, name, login: { host, port, username, password, hostKeyFingerprint } }: Login): object {
  return { side, name, host, port, username, password, hostKeyFingerprint };
}

function sayLogin({ side, name, login: { host, port, username, password, hostKeyFingerprint } }: Login): string {
  return `${name} (${side}): ssh -p ${port} ${username}@${host}   password ${password}   host key ${hostKeyFingerprint}`;
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
