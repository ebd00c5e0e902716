/** Gathering evidence takes a bundle, redacts it, judges it again as it leaves, and puts reports, clocks and the record of the capture beside it. */
import { assembleBundle } from '../../bundle/assemble.ts';
import { readTaken } from '../../bundle/read.ts';
import { isLeft, type LeftFile, type RawFile, type TakenFile } from '../../bundle/taken.ts';
import type { CaptureRecord } from '../../capture/store.ts';
import { FlaptrapError, messageOf } from '../../errors.ts';
import { Redactor, type RedactorOptions, type Replacement } from '../../ios/redact/redactor.ts';
import { isTelling } from '../../ios/redact/vocabulary.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainName } from '../../plain-text.ts';
import { FORMATS } from '../../report/formats/index.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { type Judged, judgeRead } from '../judge-read.ts';
import { loadEnclosure } from '../load.ts';
import { printContents } from './contents.ts';
import { knownOf, recordFiles } from './record-files.ts';
import { redactTaken } from './redact-taken.ts';

export type Hidden = NonNullable<RedactorOptions['kinds']>[number];

export interface Asked {
  bundle: string;
  /** Beside secrets, which always go. */
  hidden: readonly Hidden[];
  /** A folder of sessions that `--record` wrote. */
  sessions?: string | undefined;
  /** Gives the record of a capture; undefined where nobody remembers it. */
  recordOf(captureId: string): Promise<CaptureRecord | undefined>;
  nowMs: number;
  version: string;
  input?: AsyncIterable<Uint8Array> | undefined;
}

export interface Gathered {
  /** By their paths below data/. */
  payload: RawFile[];
  /** `7f3a9c01-evidence`: what the archive is called, and unpacks to. */
  name: string;
  replacements: Replacement[];
  /** Undefined when nothing but secrets was taken out. */
  isSameVerdict: boolean | undefined;
  judged: Judged;
  missing: string[];
}

export async function gatherEvidence(asked: Asked): Promise<Gathered> {
  const { bundle, hidden, nowMs } = asked;
  const taken = await listOf(await readTaken(bundle, asked.input));
  const original = judgeRead(await assembleBundle(each(taken), bundle), bundle, nowMs);
  const captureId = original.bundle.manifest?.captureId;
  const record = captureId === undefined ? undefined : await asked.recordOf(captureId);
  const sessions = asked.sessions === undefined ? [] : await listOf(await readTaken(asked.sessions));
  const redactor = redactorFor(original, record, hidden);
  for (const session of sessions) if (!isLeft(session)) redactor.learn(new TextDecoder().decode(session.bytes));
  const { files, left } = redactTaken(taken, redactor, hidden.length > 0);
  const judged = judgeRead(await assembleBundle(each(files), 'the redacted bundle'), 'the redacted bundle', nowMs);
  const isSameVerdict = hidden.length === 0 ? undefined : gistOf(original.verdict) === gistOf(judged.verdict);
  const name = `${plainName(captureId ?? redactor.redact(nameOf(bundle)))}-evidence`;
  const reports = reportsOf(judged);
  const parts = [
    ...files.flatMap((file): RawFile[] => (isLeft(file) ? [] : [{ path: `bundle/${file.path}`, bytes: file.bytes }])),
    ...reports.files,
    ...(record === undefined ? [] : recordFiles(record, redactor)),
    ...redactTaken(sessions, redactor, hidden.length > 0).files.flatMap((file) =>
      isLeft(file) ? [] : [{ path: `sessions/${file.path}`, bytes: file.bytes }],
    ),
    text('clocks.json', `${JSON.stringify({ clock: judged.verdict.clock, probes: judged.bundle.manifest?.clockProbes ?? [] }, null, 2)}\n`),
  ];
  const absent = [...absentIn(original, captureId, record), ...reports.missing];
  const told = {
    name,
    nowMs,
    version: asked.version,
    judged,
    files: parts,
    left,
    absent,
    hidden,
    isSameVerdict,
    replacements: redactor.replacements,
  };
  return {
    payload: [text('CONTENTS.txt', printContents(told)), ...parts],
    name,
    replacements: redactor.replacements,
    isSameVerdict,
    judged,
    missing: [...absent, ...judged.verdict.missing, ...left.map(({ path, left: why }: LeftFile) => `${path} ${why}`)],
  };
}

async function listOf(files: AsyncIterable<TakenFile>): Promise<TakenFile[]> {
  const list: TakenFile[] = [];
  for await (const file of files) list.push(file);
  return list;
}

async function* each(files: readonly TakenFile[]): AsyncGenerator<TakenFile> {
  yield* files;
}

function redactorFor({ bundle: { tunnel } }: Judged, record: CaptureRecord | undefined, kinds: readonly Hidden[]): Redactor {
  const known = record === undefined ? { users: [], names: [] } : knownOf(record);
  const names = [...SIDES.map((side) => tunnel[side].name), ...known.names].filter(isTelling);
  return new Redactor({ kinds, names, users: known.users.filter(isTelling) });
}

/** What must not change when names do. */
function gistOf({ incidents, defects }: Verdict): string {
  return JSON.stringify([
    incidents.map(({ receiver, occurrences, persistence, cause }) => [receiver, occurrences, persistence, cause.id, cause.confidence]),
    defects.map(({ id }) => id),
  ]);
}

function nameOf(bundle: string): string {
  const [last = 'bundle'] = bundle
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .slice(-1);
  return last.replace(/(?:\.tar)?\.(?:gz|tgz|zip|tar)$/i, '');
}

function reportsOf({ verdict, timeline, bundle }: Judged): { files: RawFile[]; missing: string[] } {
  const files = [
    text('report/report.txt', FORMATS.text.print(verdict, timeline)),
    text('report/report.json', FORMATS.json.print(verdict, timeline)),
    text('report/case-note.txt', FORMATS['case-note'].print(verdict, timeline)),
  ];
  try {
    return { files: [...files, text('report/report.html', FORMATS.html.print(verdict, timeline, loadEnclosure(bundle)))], missing: [] };
  } catch (error) {
    // The page is a part of the installation: without it all else still leaves.
    if (!(error instanceof FlaptrapError)) throw error;
    return { files, missing: [`report/report.html: ${messageOf(error)}`] };
  }
}

function absentIn({ bundle }: Judged, captureId: string | undefined, record: CaptureRecord | undefined): string[] {
  const byHand = 'this bundle was collected by hand';
  return [
    ...(bundle.manifest === undefined ? [`manifest.json: ${byHand}, and nothing proves when and how`] : []),
    ...(bundle.manifest === undefined || bundle.manifest.clockProbes.length === 0
      ? ['clock readings of the collecting host: there are none, and the clocks are known from the records alone']
      : []),
    ...(record !== undefined
      ? []
      : [
          `plan, applets and journal: ${captureId === undefined ? byHand : `capture ${captureId} is not remembered here (--state names another folder)`}`,
        ]),
    ...SIDES.flatMap((side) => (bundle.sides[side].length === 0 ? [`${side}/: nothing of this router is in the bundle`] : [])),
  ];
}

function text(path: string, content: string): RawFile {
  return { path, bytes: new TextEncoder().encode(content) };
}
