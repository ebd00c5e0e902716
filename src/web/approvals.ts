/** Approvals are what people have allowed a program to arm: the digest of one plan, for an hour, once. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError } from '../errors.ts';
import { codeOf, fileTrouble } from '../file-trouble.ts';

export interface Approval {
  /** Of the plan, whole. */
  digest: string;
  playbook: string;
  /** Who has read the plan. */
  by: string;
  /** ISO 8601. */
  endsAt: string;
}

const HOUR_MS = 3_600_000;
const DIGEST = /^[0-9a-f]{64}$/;

export class Approvals {
  readonly #folder: string;
  readonly #now: () => number;

  /** `folder` is the state folder; `now` in ms since 1970. */
  constructor(folder: string, now: () => number) {
    this.#folder = join(folder, 'approvals');
    this.#now = now;
  }

  give(digest: string, playbook: string, by: string): Approval {
    const approval = { digest, playbook, by, endsAt: new Date(this.#now() + HOUR_MS).toISOString() };
    const path = this.#pathOf(digest);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#forget();
      writeFileSync(path, `${JSON.stringify(approval)}\n`, { mode: 0o600, flush: true });
    } catch (error) {
      throw fileTrouble('write', path, error);
    }
    return approval;
  }

  /** The approval of exactly this plan, which is used up by it; undefined when nobody has given one, or too long ago. */
  take(digest: string, playbook: string): Approval | undefined {
    const path = this.#pathOf(digest);
    const approval = readApproval(path);
    if (approval?.digest !== digest || approval.playbook !== playbook || this.#isOver(approval)) return undefined;
    return isRemoved(path) ? approval : undefined;
  }

  #pathOf(digest: string): string {
    if (DIGEST.test(digest)) return join(this.#folder, `${digest}.json`);
    throw new FlaptrapError('digest', 'this is not the whole digest of a plan', { next: 'give all 64 digits, as the plan has them' });
  }

  #isOver({ endsAt }: Approval): boolean {
    return Date.parse(endsAt) <= this.#now();
  }

  #forget(): void {
    for (const name of readdirSync(this.#folder)) {
      const approval = readApproval(join(this.#folder, name));
      if (approval === undefined || this.#isOver(approval)) rmSync(join(this.#folder, name), { force: true });
    }
  }
}

/** Of two who take it at once, one of them another process, one finds it gone: what it read is no approval of its own. */
function isRemoved(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw fileTrouble('remove', path, error);
  }
}

function readApproval(path: string): Approval | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Approval;
  } catch (error) {
    // What cannot be read allows nothing.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw fileTrouble('read', path, error);
  }
}
