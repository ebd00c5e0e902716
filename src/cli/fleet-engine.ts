/** The engine of a fleet is opened only for commands that need it: to plan is possible without. */
import type { Engine } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';

export type OpenEngine = (stateFolder: string) => Promise<Engine>;

export const openEngine: OpenEngine = async () => {
  throw new FlaptrapError('input', 'this build has no engine that carries many captures at once; no router was contacted', {
    next: 'arm single tunnels with `flaptrap run PLAYBOOK`; `flaptrap fleet plan` shows what a fleet would cost',
  });
};
