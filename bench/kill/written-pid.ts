/** The number of a process that a shell wrote into a file: signalled only while it is whole, and while that process is still the one that was started. */
import { readFileSync } from 'node:fs';

/** As `echo $$` writes it. 0 would be our own process group, 1 is the system's first process; without its end of line half of it may be missing. */
export function parsePid(text: string): number | undefined {
  const pid = /^[1-9]\d*\n$/.test(text) ? Number(text) : undefined;
  return pid !== undefined && pid > 1 && Number.isSafeInteger(pid) ? pid : undefined;
}

/** `program`: what its command line names; numbers of processes that have ended are given again. False where there is none to signal. */
export function signalWritten(pidFile: string, program: string, signal: NodeJS.Signals): boolean {
  try {
    const pid = parsePid(readFileSync(pidFile, 'utf8'));
    if (pid === undefined || !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program)) return false;
    return process.kill(pid, signal);
  } catch {
    // Not yet there, or ended already.
    return false;
  }
}
