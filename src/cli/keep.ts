/** Keeping a capture writes its bundle, judges it, writes the report beside it, prints the verdict, and says where everything is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fetched } from '../capture/fetch.ts';
import { keepBundle } from '../capture/keep-bundle.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { FORMATS } from '../report/formats/index.ts';
import { judgeBundle } from './judge-bundle.ts';
import type { Screen } from './screen.ts';

type Format = keyof typeof FORMATS;

const EXTENSIONS: Partial<Record<Format, string>> = { text: 'txt', json: 'json' };

export async function keepCapture(
  plan: Plan,
  playbook: Playbook,
  fetched: Record<Side, Fetched>,
  out: string,
  screen: Screen,
  format: Format,
): Promise<void> {
  const folder = join(out, plan.captureId);
  await keepBundle(folder, plan, fetched);
  for (const why of SIDES.flatMap((side) => fetched[side].failures)) screen.tell(`  missing: ${why}`);
  const { timeline, verdict } = await judgeBundle(folder);
  const reports = playbook.formats.map((id) => {
    const path = join(folder, `report.${EXTENSIONS[id] ?? id}`);
    writeFileSync(path, FORMATS[id].print(verdict, timeline), { mode: 0o600 });
    return path;
  });
  screen.print(FORMATS[format].print(verdict, timeline));
  screen.tell(`bundle: ${folder}`);
  for (const path of reports) screen.tell(`report: ${path}`);
}
