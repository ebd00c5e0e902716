/** The name of a worker says on which machine and in which process it lives, and is never used again. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const NAME = /^(?<host>.+)-(?<pid>\d+)-[0-9a-f]{8}$/;

/** `bastion-4711-9f3a01c2` */
export function nameWorker(): string {
  return `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Its process was on this machine, and has ended; of one elsewhere nothing is known. */
export function isGone(worker: string): boolean {
  const { host, pid } = NAME.exec(worker)?.groups ?? {};
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
