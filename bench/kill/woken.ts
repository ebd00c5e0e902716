/** Whoever stood still and goes on must find that its capture is another's: it ends by itself, and has typed at most the line that was on its way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IS_SHOW } from '../../src/device/agreed.ts';
import { endWithin, type Program } from './program.ts';
import { tell } from './stage.ts';
import { ask, type StoredScene } from './stored-stage.ts';

/** It looks whether it still lives every two seconds, on a busy machine. */
const ENDS_MS = 60_000;
/** What changes nothing: of the session itself, and a remark by which a prompt is proven. */
const OF_THE_SESSION = /^\s*(?:!.*|terminal (?:length|width|no monitor).*|exit|end|enable|quit|)\s*$/;

/** Goes on after so long. `name`: what it is called in the store; where nobody has struck it off, it may go on. */
export async function wake(scene: StoredScene, worker: Program, name: string | undefined, afterMs: number): Promise<string[]> {
  await sleep(afterMs);
  const living = await ask(scene.place, 'SELECT 1 FROM flaptrap.workers WHERE worker = $1', [name]);
  const wokenMs = Date.now();
  worker.send('SIGCONT');
  if (name === undefined || living?.length !== 0) return [];
  const ended = await endWithin(worker, ENDS_MS);
  const typed = await typedSince(scene, wokenMs);
  tell(scene.stage, `woken, it typed ${JSON.stringify(typed)} and ended with ${ended?.code ?? ended?.signal ?? 'nothing'}`);
  const devices = [...new Set(typed.map(({ device }) => device))];
  const many = devices.filter((device) => typed.filter((each) => each.device === device).length > 1);
  return [
    ...(ended === undefined ? ['woken, it did not find out that it was taken over'] : []),
    ...many.map((device) => `woken, it typed more than the line in flight on ${device}`),
  ];
}

interface Typed {
  device: string;
  text: string;
}

/** By whoever joined first. */
async function typedSince({ place }: StoredScene, sinceMs: number): Promise<Typed[]> {
  const sql = `SELECT line FROM flaptrap.audit WHERE book = (SELECT book FROM flaptrap.audit WHERE number = 1 ORDER BY line::json->>'at' LIMIT 1)`;
  const rows = (await ask<{ line: string }>(place, sql)) ?? [];
  return rows
    .map(({ line }) => JSON.parse(line) as Entry)
    .filter(({ what, at, text = '' }) => what === 'typed' && Date.parse(at) >= sinceMs && isWrite(text))
    .map(({ device = '', text = '' }) => ({ device, text }));
}

interface Entry {
  what: string;
  at: string;
  device?: string;
  text?: string;
}

function isWrite(text: string): boolean {
  return text.split(/\r?\n/).some((line) => !IS_SHOW.test(line) && !OF_THE_SESSION.test(line));
}
