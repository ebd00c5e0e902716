/** A program on a terminal of its own, by `script` of util-linux, so that the terminal can be closed under it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, followGroup, type Program, type Surroundings } from './program.ts';
import { signalWritten } from './written-pid.ts';

const LOOK_MS = 20;

export function hasTerminals(): boolean {
  return spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export function startOnTerminal({ program, folder, env }: Surroundings, args: readonly string[]): Program {
  const pidFile = join(folder, 'terminal.pid');
  const codeFile = join(folder, 'terminal.code');
  const command = [process.execPath, program, ...args].map(quote).join(' ');
  // The outer shell outlives the terminal to tell the exit code; a trap with a command is not inherited, so the program itself hears SIGHUP.
  const inner = `echo $$ > ${quote(pidFile)}; exec ${command}`;
  const outer = `trap : HUP; sh -c ${quote(inner)}; echo $? > ${quote(codeFile)}.part; mv ${quote(codeFile)}.part ${quote(codeFile)}`;
  const child = spawn('script', ['-qfc', outer, '/dev/null'], { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  followGroup(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const send = (signal: NodeJS.Signals): void => void signalWritten(pidFile, program, signal);
  return {
    args,
    ended: endIn(codeFile),
    get said() {
      return said;
    },
    send,
    close: () => {
      child.kill('SIGKILL');
      // As the shell of a closed terminal does to its jobs.
      send('SIGHUP');
    },
  };
}

/** A shell says 128 and the number of the signal that ended a program. */
async function endIn(codeFile: string): Promise<Ended> {
  while (!existsSync(codeFile)) await sleep(LOOK_MS);
  const code = Number(readFileSync(codeFile, 'utf8'));
  return code > 128 && code !== 130 ? { code: null, signal: `signal ${code - 128}` } : { code, signal: null };
}
