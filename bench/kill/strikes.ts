/** The strikes: what befalls a running flaptrap, and what it owes its user afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disk } from './disk.ts';
import type { Program } from './program.ts';

/** `dies`: nothing can be asked of it. `goes on`: to its end, or puts both routers back. `stops`: puts them back. `leaves`: at once, and says what it leaves. */
export type Owes = 'dies' | 'goes on' | 'stops' | 'leaves';

export interface Strike {
  owes: Owes;
  /** What it runs on, so that it can be struck. */
  on: 'pipes' | 'terminal' | 'full output' | 'disk of captures' | 'disk of state';
  hit(program: Program, disk: Disk | undefined): void | Promise<void>;
}

/** Between two Ctrl-C of a person who loses patience. */
const IMPATIENCE_MS = 150;

export const STRIKES = {
  'kill -9': { owes: 'dies', on: 'pipes', hit: (program) => program.send('SIGKILL') },
  'terminal closed': { owes: 'goes on', on: 'terminal', hit: (program) => program.close('terminal') },
  'output closed': { owes: 'goes on', on: 'pipes', hit: (program) => program.close('output') },
  'output and errors closed': {
    owes: 'goes on',
    on: 'pipes',
    hit: (program) => {
      program.close('output');
      program.close('errors');
    },
  },
  'output on a full disk': { owes: 'goes on', on: 'full output', hit: () => undefined },
  'disk of --out full': { owes: 'goes on', on: 'disk of captures', hit: (_program, disk) => disk?.fill() },
  'disk of --state full': { owes: 'goes on', on: 'disk of state', hit: (_program, disk) => disk?.fill() },
  SIGTERM: { owes: 'stops', on: 'pipes', hit: (program) => program.send('SIGTERM') },
  'Ctrl-C': { owes: 'stops', on: 'pipes', hit: (program) => program.send('SIGINT') },
  'Ctrl-C twice': {
    owes: 'leaves',
    on: 'pipes',
    hit: async (program) => {
      program.send('SIGINT');
      await sleep(IMPATIENCE_MS);
      program.send('SIGINT');
    },
  },
} as const satisfies Record<string, Strike>;

export type StrikeId = keyof typeof STRIKES;
