/** What is remembered of captures, as lines: of the database with who carries them, and of files; no router is asked. */
import { savedSides, saySaved } from '../capture/saved.ts';
import { type CaptureRecord, sidesInDoubt } from '../capture/store.ts';
import type { CaptureState } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { NOT_LOOKED_AT } from '../run/waiting.ts';
import { EXIT } from './exit-code.ts';
import { listRemembered, type Places } from './remembered.ts';
import type { Screen } from './screen.ts';

export async function showRemembered(
  captureId: string | undefined,
  { json, ...places }: Places & { json?: boolean | undefined },
  screen: Screen,
): Promise<number> {
  const all = await listRemembered(places);
  const isAsked = (each: { captureId: string }): boolean => captureId === undefined || each.captureId === captureId;
  const [captures, records] = [all.captures.filter(isAsked), all.records.filter(isAsked)];
  if (captureId !== undefined && captures.length + records.length === 0)
    throw new FlaptrapError('input', `there is no capture ${captureId} in ${all.place}`, {
      next: '`flaptrap status --remembered` lists those that there are',
    });
  const said = [...captures.flatMap((each) => sayCapture(each)), ...records.map(sayRecord)];
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.captures/1', captures, files: records.map(inFiles) }, null, 2));
  else screen.print(said.join('\n') || `${all.place} remembers no capture`, 'prose');
  return EXIT.done;
}

/** `hasStanding`: with what was seen of each router last. */
export function sayCapture({ captureId, playbook, ...state }: CaptureState, hasStanding = true): string[] {
  const { phase, leaseEndsAt, worker, peers, ending, trouble, bundles, saved, restored } = state;
  const carried = worker === null ? '' : `, carried by ${worker}`;
  const head = phase === 'ended' ? (ending ?? 'ended') : `${phase}, lease until ${leaseEndsAt}${carried}`;
  const isStanding = hasStanding && phase !== 'ended';
  return [
    `capture ${captureId} of ${playbook}: ${head}`,
    ...(isStanding ? SIDES.map((side) => `  ${peers[side].name} (${side}): ${peers[side].standing || NOT_LOOKED_AT}`) : []),
    ...(restored === undefined || phase === 'ended' ? [] : [`  as of the backup of ${restored}: what was done since then is not known`]),
    ...(trouble === null ? [] : trouble.split('\n').map((line) => `  ${line}`)),
    ...(saved ?? []).map((side) => `  ${peers[side].name} (${side}): ${saySaved([captureId])}`),
    ...bundles.map(({ folder, sentence }) => `  ${folder}: ${sentence}`),
  ];
}

/** As JSON; nobody carries it but the process that watches it. */
function inFiles(record: CaptureRecord) {
  const { captureId, plan } = record;
  const open = sidesInDoubt(record).map((side) => plan.peers[side].name);
  const savedOn = savedSides(record.journal).map((side) => plan.peers[side].name);
  return { captureId, playbook: plan.playbook, leaseEndsAt: plan.leaseEndsAt, mayBeArmedOn: open, savedOn };
}

function sayRecord(record: CaptureRecord): string {
  const { captureId, playbook, leaseEndsAt, mayBeArmedOn, savedOn } = inFiles(record);
  const head = mayBeArmedOn.length === 0 ? 'ended' : `may still be armed on ${mayBeArmedOn.join(' and ')}, lease until ${leaseEndsAt}`;
  return [`capture ${captureId} of ${playbook}, in files: ${head}`, ...savedOn.map((name) => `  ${name}: ${saySaved([captureId])}`)].join(
    '\n',
  );
}
