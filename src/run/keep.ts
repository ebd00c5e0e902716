/** Keeping a capture writes its bundle, judges it, writes the report beside it, prints the verdict, and says where everything is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeBundleFolder } from '../bundle/write.ts';
import type { CaptureContext } from '../capture/context.ts';
import type { Fetched } from '../capture/fetched.ts';
import { noteHome } from '../capture/home-files.ts';
import { keepBundle } from '../capture/keep-bundle.ts';
import { printError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { FORMATS } from '../report/formats/index.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import type { Screen } from './screen.ts';

export interface EndOptions {
  out: string;
  json?: boolean | undefined;
}

type Format = keyof typeof FORMATS;

const EXTENSIONS: Partial<Record<Format, string>> = { text: 'txt', json: 'json' };

/** The bundle is on the disk, and known to be, before anything is judged or printed. */
export async function keepCapture(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  fetched: Record<Side, Fetched>,
  { out, json }: EndOptions,
  screen: Screen,
): Promise<void> {
  const folder = await freeBundleFolder(out, plan.captureId);
  await keepBundle(folder, plan, fetched);
  noteHome(context, plan.captureId, fetched, folder);
  for (const why of SIDES.flatMap((side) => fetched[side].failures)) screen.tell(`  missing: ${why}`);
  const { timeline, verdict } = await judgeBundle(folder, context.clock.now());
  screen.print(FORMATS[json === true ? 'json' : 'text'].print(verdict, timeline));
  screen.tell(`bundle: ${folder}`);
  for (const id of playbook.formats)
    screen.tell(writeReport(join(folder, `report.${EXTENSIONS[id] ?? id}`), FORMATS[id].print(verdict, timeline)));
}

/** A report can be printed again from its bundle: one that cannot be written is said, and costs nothing else. */
function writeReport(path: string, text: string): string {
  try {
    writeFileSync(path, text, { mode: 0o600 });
    return `report: ${path}`;
  } catch (cause) {
    return `${printError(fileTrouble('write the report', path, cause))}, or print it with \`flaptrap report\` from the bundle`;
  }
}
