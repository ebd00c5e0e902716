/** A stage is one point's folder: playbook, state, bundles, and how flaptrap is called there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabClient } from './lab-client.ts';
import type { Options } from './options.ts';
import { endWithin, faultsOf, type Program, type Surroundings, startProgram } from './program.ts';

export interface Stage {
  folder: string;
  playbook: string;
  out: string;
  surroundings: Surroundings;
  lab: LabClient;
  /** Everything that happened, for who looks into a failure. */
  story: string[];
}

export interface Step {
  code: number | undefined;
  said: string;
  faults: string[];
}

/** A command that does not end in this time never will: the longest, a whole capture, takes five seconds. */
export const STEP_TIMEOUT_MS = 60_000;

/** `ports`: where flaptrap finds the routers, when it is not where they listen. */
export function makeStage(
  lab: LabClient,
  folder: string,
  { program, isOneEnded }: Pick<Options, 'program' | 'isOneEnded'>,
  ports: LabClient['ports'] = lab.ports,
): Stage {
  mkdirSync(folder, { recursive: true });
  const playbook = join(folder, 'tunnel.yaml');
  writeFileSync(playbook, playbookText(ports, folder, isOneEnded));
  // In files, unless a command names a database with --store.
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'xterm', LAB_PASSWORD: lab.password, FLAPTRAP_STORE: 'files' };
  return { folder, playbook, out: join(folder, 'captures'), surroundings: { program, folder, env }, lab, story: [] };
}

function playbookText(ports: LabClient['ports'], folder: string, isOneEnded: boolean): string {
  const hq = isOneEnded ? 'vendor: ios' : `host: 127.0.0.1, port: ${ports.a}, login: ops`;
  return `name: tunnel
tunnel:
  a: { name: hq, address: 192.0.2.1, ${hq} }
  b: { name: branch, host: 127.0.0.1, port: ${ports.b}, address: 198.51.100.1, login: ops }
logins:
  ops: { username: ops, password: env:LAB_PASSWORD }
hostKeys: { policy: accept-new, knownHosts: ${join(folder, 'known_hosts')} }
tail: 20s
poll: 1s
lease: 2h
`;
}

const COMMANDS_WITH_OUT = ['run', 'arm', 'collect', 'resume'];

/** The arguments of a command here; `state` where another one than the point's own is meant. */
export function argumentsOf(stage: Stage, [command = '', ...rest]: readonly string[], state = 'state'): string[] {
  const drafting = ['run', 'arm'].includes(command) ? [stage.playbook, '--yes'] : [];
  const out = COMMANDS_WITH_OUT.includes(command) ? ['--out', stage.out] : [];
  return [command, ...drafting, ...rest, '--state', join(stage.folder, state), ...out];
}

/** Runs a command to its end. */
export async function runStep(stage: Stage, command: readonly string[]): Promise<Step> {
  return endStep(stage, startProgram(stage.surroundings, argumentsOf(stage, command)));
}

export async function endStep(stage: Stage, program: Program, timeoutMs = STEP_TIMEOUT_MS): Promise<Step> {
  const ended = await endWithin(program, timeoutMs);
  tell(stage, `flaptrap ${program.args.join(' ')}\n${program.said}exit ${ended?.code ?? ended?.signal ?? 'not ended'}`);
  return { code: ended?.code ?? undefined, said: program.said, faults: faultsOf(program, ended) };
}

export function tell({ story }: Stage, text: string): void {
  story.push(`--- ${(performance.now() / 1000).toFixed(3)} ${text}`);
}
