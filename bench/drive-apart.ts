/** Driving apart does one piece of work in a process of its own, whose memory is the driver's alone: the router is in ours. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Driven, drive, type Job } from './drive.ts';

interface Report {
  driven: Driven;
  peakBytes: number;
}

const OWN_FILE = fileURLToPath(import.meta.url);
const OWN_ARGUMENT = 'one job';

/** Ended with the signal: a process that hangs is killed. */
export async function driveApart(job: Job, signal: AbortSignal): Promise<Report> {
  const child = fork(OWN_FILE, [OWN_ARGUMENT], { serialization: 'advanced', signal, killSignal: 'SIGKILL' });
  child.on('error', () => undefined);
  child.send(job);
  // Its last words come before it is disconnected, and may come behind its exit.
  const [report] = (await Promise.race([once(child, 'message'), once(child, 'disconnect').then(() => [died(child.exitCode)])])) as [Report];
  child.kill('SIGKILL');
  return report;
}

/** A process that dies has failed, and not by an error of ours. */
function died(code: unknown): Report {
  return { driven: { is: 'failed', words: `the process of the driver ended with ${String(code)}`, isOurs: false }, peakBytes: 0 };
}

if (process.argv[2] === OWN_ARGUMENT && process.send !== undefined) {
  const [job] = (await once(process, 'message')) as [Job];
  const driven = await drive(job);
  const report: Report = { driven, peakBytes: peakBytes() };
  process.send(report);
}

/** The most memory that was ever resident: what `getrusage` says begins with that of the process from which it was forked. */
function peakBytes(): number {
  const peakKb = /^VmHWM:\s+(?<kb>\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.groups?.['kb'];
  if (peakKb === undefined) throw new Error('the system does not tell the peak of this process');
  return Number(peakKb) * 1024;
}
