/** `flaptrap open` writes the page that judges in a browser, with a bundle's report inside when one is named, and says where it is. */
import type { Command } from 'commander';
import { writeReport } from '../bundle/write.ts';
import { loadPage } from '../run/load.ts';
import { analyze } from './analyze.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

const PAGE_FILE = 'flaptrap.html';

export interface OpenOptions {
  out?: string;
  json?: boolean;
}

export function defineOpen(command: Command, { screen, show }: Door): void {
  command
    .option('--out <file>', `where it is written (default: ${PAGE_FILE}; of a bundle, report.html in it)`)
    .option('--json', 'print where it is as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap open captures/7f3a9c01')
    .action((bundles: string[], options) => show(open(bundles, options, screen)));
}

export async function open(bundles: readonly string[], { out, json }: OpenOptions, screen: Screen): Promise<number> {
  const told: Screen =
    json === true ? { ...screen, print: (path) => screen.print(JSON.stringify({ schema: 'flaptrap.opened/1', path }, null, 2)) } : screen;
  if (bundles.length > 0) return analyze(bundles, { format: 'html', ...(out === undefined ? {} : { out }) }, told);
  const path = out ?? PAGE_FILE;
  await writeReport(path, loadPage());
  told.print(path);
  screen.tell('Open it in a browser and drop the logs of both routers on it; nothing leaves this machine.');
  return EXIT.done;
}
