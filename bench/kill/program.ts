/** A program is flaptrap's command line as a child in a process group of its own, with all that it says kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ended {
  code: number | null;
  signal: string | null;
}

export interface Program {
  readonly args: readonly string[];
  readonly ended: Promise<Ended>;
  /** Both streams, in the order in which they came. */
  readonly said: string;
  send(signal: NodeJS.Signals): void;
  close(what: 'output' | 'errors' | 'terminal'): void;
}

export interface Surroundings {
  /** `dist/cli/main.js` */
  program: string;
  folder: string;
  env: Readonly<Record<string, string>>;
}

/** Process groups that we started and that may still live. */
const STARTED = new Set<number>();
process.on('exit', () => {
  for (const pid of STARTED) sendTo(pid, 'SIGKILL');
});

/** One that has ended has no number any more: another's group may have it by now. */
function sendTo(pid: number, signal: NodeJS.Signals): void {
  if (!STARTED.has(pid)) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

export function followGroup(child: ChildProcess): number {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnfile} cannot be started`);
  STARTED.add(pid);
  child.once('exit', () => STARTED.delete(pid));
  return pid;
}

/** Who is ended by Ctrl-C itself ends with 130, as shells count it: what it has left behind is judged elsewhere. */
export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve(signal === 'SIGINT' ? { code: 130, signal: null } : { code, signal })),
  );
}

/** `isFull`: its standard output is a disk without room. */
export function startProgram({ program, folder, env }: Surroundings, args: readonly string[], isFull = false): Program {
  const stdout = isFull ? openSync('/dev/full', 'w') : 'pipe';
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env, detached: true, stdio: ['ignore', stdout, 'pipe'] });
  const pid = followGroup(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    args,
    ended: endOf(child),
    get said() {
      return said;
    },
    send: (signal) => sendTo(pid, signal),
    close: (what) => (what === 'errors' ? child.stderr : child.stdout)?.destroy(),
  };
}

/** Undefined when it has not ended by then; it is ended by force, so that nothing is left running. */
export async function endWithin(program: Program, ms: number): Promise<Ended | undefined> {
  const controller = new AbortController();
  const late = sleep(ms, undefined, { signal: controller.signal }).catch(() => undefined);
  const ended = await Promise.race([program.ended, late]);
  controller.abort();
  if (ended === undefined) program.send('SIGKILL');
  return ended;
}

/** What no user should ever see. */
const STACK_TRACE = /\n\s+at .+:\d+:\d+|node:internal|Unhandled|UnhandledPromise/;
/** Of the table of exit codes: 1, findings, is not for who talks to routers, and 70, a fault of ours, is never right. */
const TABLE: readonly (number | null)[] = [0, 2, 3, 4, 5, 130];

/** What it said last, and of a fault of ours its report: in place of a stack trace, which no user sees. */
function lastWordsOf({ said }: Program): string {
  const report = /please send (\S+\.txt)/.exec(said)?.[1];
  const reported = report !== undefined && existsSync(report) ? [readFileSync(report, 'utf8').slice(0, 4000)] : [];
  return [said.trimEnd().split('\n').slice(-4).join(' / '), ...reported].join('\n');
}

/** What is wrong with how a program ended, whatever it was to do. */
export function faultsOf(program: Program, ended: Ended | undefined): string[] {
  const name = `flaptrap ${program.args[0] ?? ''}`;
  if (ended === undefined) return [`${name} did not end in time: ${lastWordsOf(program)}`];
  return [
    ...(STACK_TRACE.test(program.said) ? [`${name} printed a stack trace`] : []),
    ...(ended.code === null ? [`${name} died by ${ended.signal ?? 'something'}`] : []),
    ...(ended.code === null || TABLE.includes(ended.code) ? [] : [`${name} ended with exit ${ended.code}: ${lastWordsOf(program)}`]),
    ...(/unknown (?:command|option)/.test(program.said)
      ? [`${name}: ${/.*unknown (?:command|option).*/.exec(program.said)?.[0] ?? ''}`]
      : []),
  ];
}
