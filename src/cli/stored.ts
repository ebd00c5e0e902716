/** What a store remembers of its captures, for `flaptrap status --store`; and `flaptrap disarm --store`, which ends one by a message to whoever carries it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../engine/database/database.ts';
import type { CaptureState } from '../engine/engine.ts';
import { States } from '../engine/states.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { openWorker } from './open-worker.ts';
import type { Screen } from './screen.ts';
import { storeAddress } from './store-address.ts';

interface Asked {
  captureId: string | undefined;
  store: string;
  json?: boolean | undefined;
}

const LOOK_MS = 500;

/** From the store alone: no router is asked. */
export async function statusStored({ captureId, store, json }: Asked, screen: Screen): Promise<number> {
  const database = await openDatabase(storeAddress(store));
  try {
    const all = await new States(database.pool, '').list();
    const captures = captureId === undefined ? all : [chosen(all, captureId, database.shown)];
    if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.captures/1', captures }, null, 2));
    else screen.print(captures.length === 0 ? `${database.shown} remembers no capture` : captures.map(sayCapture).join('\n'), 'prose');
    return EXIT.done;
  } finally {
    await database.close();
  }
}

/** This process is a worker meanwhile, so that it ends also where nobody else lives. */
export async function disarmStored({ captureId, store, json }: Asked, out: string, screen: Screen): Promise<number> {
  await using worker = await openWorker(store, out, screen);
  const { engine, place, lost } = worker;
  const { captureId: id, phase } = chosen(await engine.captures(), captureId, place);
  if (phase !== 'ended') await engine.stop(id, operatorOf(process.env));
  for (;;) {
    const state = chosen(await engine.captures(), id, place);
    if (state.phase === 'ended') return showEnd(state, json, screen);
    if (lost.aborted)
      throw new FlaptrapError('fenced', `another worker goes on with capture ${id}`, { next: `look with \`flaptrap status ${id}\`` });
    await sleep(LOOK_MS);
  }
}

/** The one that is named, or the only one that has not ended. */
function chosen(captures: readonly CaptureState[], captureId: string | undefined, place: string): CaptureState {
  const open = captures.filter(({ phase }) => phase !== 'ended');
  const found = captureId === undefined ? open.length === 1 && open[0] : captures.find((each) => each.captureId === captureId);
  if (found) return found;
  const known = (captureId === undefined ? open : captures).map((each) => each.captureId).join(', ');
  const what = captureId === undefined ? 'there is no single capture that has not ended' : `there is no capture ${captureId}`;
  throw new FlaptrapError('input', `${what} in ${place}`, {
    answer: known === '' ? undefined : `known: ${known}`,
    next: 'give one of these ids, or another --store',
  });
}

function sayCapture({ captureId, playbook, phase, leaseEndsAt, worker, peers, ending, trouble, bundles }: CaptureState): string {
  const carried = worker === null ? '' : `, carried by ${worker}`;
  const head = phase === 'ended' ? (ending ?? 'ended') : `${phase}, lease until ${leaseEndsAt}${carried}`;
  return [
    `capture ${captureId} of ${playbook}: ${head}`,
    ...(phase === 'ended' ? [] : SIDES.map((side) => `  ${peers[side].name} (${side}): ${peers[side].standing || 'not looked at yet'}`)),
    ...(trouble === null ? [] : trouble.split('\n').map((line) => `  ${line}`)),
    ...bundles.map(({ folder, sentence }) => `  ${folder}: ${sentence}`),
  ].join('\n');
}

function showEnd(state: CaptureState, json: boolean | undefined, screen: Screen): number {
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.captures/1', captures: [state] }, null, 2));
  else screen.print(sayCapture(state), 'prose');
  return state.trouble === null ? EXIT.done : EXIT.leftBehind;
}
