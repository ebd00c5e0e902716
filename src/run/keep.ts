/** Keeping a capture writes its bundle and judges it before the routers are cleared; ending one says how it ended. */
import { join } from 'node:path';
import { freeBundleFolder, writeReport } from '../bundle/write.ts';
import { type Captured, fetchUnread } from '../capture/capture-tunnel.ts';
import type { Fetched } from '../capture/fetched.ts';
import { noteHome } from '../capture/home-files.ts';
import { keepBundle } from '../capture/keep-bundle.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { savedSides, saySaved } from '../capture/saved.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { managedOf, type Plan, sayRouters } from '../playbook/plan.ts';
import { FORMATS } from '../report/formats/index.ts';
import type { RunContext } from './context.ts';
import { judgeBundle } from './judge-bundle.ts';
import { loadEnclosure } from './load.ts';

/** How a capture ended, as JSON. */
export interface Ended {
  schema: 'flaptrap.ended/1';
  captureId: string;
  ending: Captured['ending'];
  text: string;
  /** The bundle of what came home. */
  folder?: string;
  /** What the routers bring back with their next reload, in a sentence each, of all captures of a run; absent where nobody has saved a trap. */
  saved?: string[];
}

function sayEnding(ending: Captured['ending'], plan: Plan): string {
  const { all, are } = sayRouters(plan);
  const isOneEnded = managedOf(plan).length === 1;
  const endings: Record<Captured['ending'], string> = {
    sprung: `captured: ${are} disarmed`,
    reloaded: isOneEnded
      ? `${all} has restarted, and its record went with it: it is disarmed`
      : 'one router has restarted: what the other recorded is home, and both are disarmed',
    stopped: `stopped: ${are} disarmed`,
    'lease-ended': `the lease has ended without a trigger: ${are} disarmed`,
    gone: `the applets were removed from ${all} before the trigger: ${isOneEnded ? 'it is' : 'both are'} disarmed`,
    'put-back': `${are} disarmed`,
  };
  return endings[ending];
}

/** What the playbook waited for has come, or a router has restarted. */
export function isCaptured({ ending }: Pick<Ended, 'ending'>): boolean {
  return ending === 'sprung' || ending === 'reloaded';
}

/** Both routers are disarmed. */
export async function endCapture(
  context: RunContext,
  plan: Plan,
  { ending, fetched, trouble }: Captured,
  out: string,
  keepsFiles = false,
): Promise<Ended> {
  const { captureId } = plan;
  const folder = await bringToDisk(context, plan, fetched, { out, keepsFiles }).catch((error: unknown) => {
    if (trouble === undefined || !(error instanceof FlaptrapError) || error.code === 'fenced') throw error;
    // Of two troubles the first is told: what is left of changes is graver than a file.
    context.say({ text: error.message });
  });
  if (trouble !== undefined) throw trouble;
  const saved = await sayKeptSaved(context, plan);
  return {
    schema: 'flaptrap.ended/1',
    captureId,
    ending,
    text: sayEnding(ending, plan),
    ...(folder === undefined ? {} : { folder }),
    ...(saved.length === 0 ? {} : { saved }),
  };
}

interface Keeping {
  out: string;
  /** What is home stays on flash too. */
  keepsFiles: boolean;
}

/** Gives the folder; undefined where there was nothing to bring. */
async function bringToDisk(
  context: RunContext,
  plan: Plan,
  sprung: Captured['fetched'],
  { out, keepsFiles }: Keeping,
): Promise<string | undefined> {
  // The guards save what they remove, and a run that was killed may have left what is home already.
  const { fetched, hasFiles } = sprung === undefined ? await fetchUnread(context, plan) : { fetched: sprung, hasFiles: true };
  const hasEvidence = fetched !== undefined && SIDES.some((side) => fetched[side].evidence.length > 0);
  const folder = hasEvidence ? await keepCapture(context, plan, fetched, out) : undefined;
  if (hasFiles && !keepsFiles) await removeFiles(context, plan);
  return folder;
}

/** A record that cannot be read any more has been told of by whoever disarmed. */
async function sayKeptSaved({ store }: RunContext, { captureId, peers }: Plan): Promise<string[]> {
  const record = await store.read(captureId).catch(() => undefined);
  return savedSides(record?.journal ?? []).map((side) => `${peers[side].name} (${side}): ${saySaved([captureId])}`);
}

/** The bundle is on the disk, and known to be, before anything is judged or told. Gives its folder. */
export async function keepCapture(context: RunContext, plan: Plan, fetched: Record<Side, Fetched>, out: string): Promise<string> {
  const { captureId } = plan;
  const folder = await freeBundleFolder(out, captureId);
  const asked = await keepBundle(folder, plan, fetched, context.clock.now());
  await noteHome(context, captureId, fetched, folder);
  for (const { side, what } of asked) context.say({ side, text: what });
  for (const why of SIDES.flatMap((side) => fetched[side].failures)) context.say({ text: `missing: ${why}` });
  const judged = await judgeBundle(folder, context.clock.now(), undefined, (work) => context.tell({ about: 'work', work }));
  context.tell({ about: 'bundle', captureId, folder, judged, playbook: context.playbook });
  for (const id of context.playbook.formats) {
    const { path, trouble } = await keepReport(
      folder,
      id,
      FORMATS[id].print(judged.verdict, judged.timeline, id === 'html' ? loadEnclosure(judged.bundle) : undefined),
    );
    context.tell({ about: 'report', path, trouble });
  }
  return folder;
}

type Format = keyof typeof FORMATS;

const EXTENSIONS: Partial<Record<Format, string>> = { text: 'txt', json: 'json' };

/** A report can be printed again from its bundle: one that cannot be written is said, and costs nothing else. */
async function keepReport(folder: string, id: Format, text: string): Promise<{ path: string; trouble?: FlaptrapError }> {
  const path = join(folder, `report.${EXTENSIONS[id] ?? id}`);
  try {
    await writeReport(path, text);
    return { path };
  } catch (trouble) {
    if (!(trouble instanceof FlaptrapError)) throw trouble;
    return { path, trouble };
  }
}
