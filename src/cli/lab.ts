/** `flaptrap lab` leaves two simulated routers listening for any SSH client, until Ctrl-C. */

import type { Command } from 'commander';
import { toAddress } from '../ipsec/address.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Lab } from '../lab/lab.ts';
import { ikeOf, type LabChoices, openLab, scenarioOf } from '../run/open-lab.ts';
import { EXIT } from './exit-code.ts';
import { addLabArguments, causeOption } from './lab-arguments.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

/** Documentation addresses (RFC 5737). */
const TUNNEL = {
  a: {
    name: 'hq',
    host: '127.0.0.1',
    port: 22,
    address: toAddress('192.0.2.1'),
    platform: 'ios',
    login: 'ops',
    jumpHosts: [],
    legacyAlgorithms: false,
  },
  b: {
    name: 'branch',
    host: '127.0.0.1',
    port: 22,
    address: toAddress('198.51.100.1'),
    platform: 'ios',
    login: 'ops',
    jumpHosts: [],
    legacyAlgorithms: false,
  },
} as const;
const CALM_SECONDS = 60;

export function defineLab(command: Command, { screen, end }: Door): void {
  command.addOption(causeOption('inject this cause once, a minute after the start'));
  addLabArguments(command, { ike: 'the version of IKE between them, 1 or 2', speed: 1 })
    .option('--json', 'print how to log in as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap lab --cause delete-lost')
    .action((options) => end(lab(options, screen)));
}

export async function lab(options: LabChoices & { json?: boolean }, screen: Screen): Promise<number> {
  const scenario = options.cause === undefined ? undefined : scenarioOf(options.cause);
  const opened = await openLab(
    { tunnel: { a: { ...TUNNEL.a, jumpHosts: [] }, b: { ...TUNNEL.b, jumpHosts: [] } } },
    { ...options, ike: ikeOf(options, scenario) },
    Date.now(),
  );
  const logins = SIDES.map((side) => ({ side, name: TUNNEL[side].name, login: opened[side] }));
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.lab/1', peers: logins.map(asJson) }, null, 2));
  else for (const login of logins) screen.print(sayLogin(login));
  if (scenario !== undefined) opened.play(scenario, options.receiver, CALM_SECONDS);
  screen.tell('listening; Ctrl-C ends it');
  await stopped();
  await opened.close();
  return EXIT.done;
}

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
