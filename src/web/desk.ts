/** The desk is where playbooks of one folder are read, checked, planned and agreed to; a name that is not in the folder is no playbook. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { loadPlaybook } from '../playbook/load.ts';
import type { ParsedPlaybook } from '../playbook/parse.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { agreedPlan, previewPlan } from '../run/agree.ts';
import { openRun, type Reach } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';

export interface Desk {
  /** In the order of the alphabet. */
  names(): Promise<string[]>;
  /** Throws `input` where there is no such name. */
  read(name: string): Promise<ParsedPlaybook>;
  /** Asks both routers, changes nothing. */
  preview(name: string): Promise<{ plan: Plan; diagnostics: Diagnostic[] }>;
  /** Asks both routers again; throws `digest` unless the plan is still the one that was shown. */
  agree(name: string, digest: string): Promise<{ plan: Plan; playbook: Playbook }>;
}

export interface DeskChoices {
  /** The folder of the playbooks. */
  folder: string;
  ports: Ports;
  /** How the routers are reached, where it is not as the playbook says. */
  reach?: Reach | undefined;
}

const PLAYBOOK_NAME = /^[\w][\w.-]{0,120}\.ya?ml$/;
/** A page lists no more. */
const PLAYBOOKS_MAX = 2000;

export function openDesk({ folder, ports, reach = {} }: DeskChoices): Desk {
  const read = async (name: string): Promise<ParsedPlaybook> => {
    // Only what was found in the folder is made a path.
    const known = (await namesIn(folder)).find((each) => each === name);
    if (known === undefined)
      throw new FlaptrapError('input', `there is no playbook ${name} in the folder of this page`, { next: 'choose one of the list' });
    return loadPlaybook(join(folder, known));
  };
  const known = async (name: string): Promise<Playbook> => {
    const { playbook, diagnostics } = await read(name);
    if (playbook !== undefined) return playbook;
    throw new FlaptrapError('input', `${name} has mistakes; no router was contacted`, { diagnostics });
  };
  return {
    names: () => namesIn(folder),
    read,
    preview: async (name) => {
      const { plan, diagnostics } = await previewPlan(openRun(await known(name), ports, reach));
      return { plan, diagnostics };
    },
    agree: async (name, digest) => {
      const playbook = await known(name);
      return { plan: await agreedPlan(openRun(playbook, ports, reach), { digest }), playbook };
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileTrouble('look into', folder, error);
  });
  return found
    .filter((each) => each.isFile() && PLAYBOOK_NAME.test(each.name))
    .map(({ name }) => name)
    .sort()
    .slice(0, PLAYBOOKS_MAX);
}
