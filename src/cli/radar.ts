/** `flaptrap radar` says from syslog alone which tunnels flap, and which deserve a trap; no router is contacted. */
import type { Command } from 'commander';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { loadInventory } from '../fleet/inventory/load.ts';
import { type KnownTunnel, knownTunnels } from '../fleet/radar/known.ts';
import type { LineCounts } from '../fleet/radar/line.ts';
import { Radar } from '../fleet/radar/radar.ts';
import { readSyslog, readSyslogFile } from '../fleet/radar/read.ts';
import { plainLine } from '../plain-text.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { printRadar } from './print-radar.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface RadarOptions {
  inventory?: string;
  /** Whose logins the inventory names. */
  playbook?: string;
  json?: boolean;
  /** Every tunnel, however many. */
  all?: boolean;
}

export function defineRadar(command: Command, { screen, show }: Door): void {
  command
    .option('--inventory <file>', 'the tunnels that there are, as for `flaptrap fleet`: says of each whether it was heard')
    .option('--playbook <file>', 'the playbook of the inventory', 'playbooks/tunnel-flaps.yaml')
    .option('--all', 'print every tunnel (default: the first 20 of each kind)')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap radar /var/log/routers/*.log')
    .action((files: string[], options) => show(radar(files, options, screen)));
}

const STANDARD_INPUT = '-';

/** Files, packed ones too; `-`, or none, is what `screen` hears on standard input. */
export async function radar(files: readonly string[], { json, all, ...asked }: RadarOptions, screen: Screen): Promise<number> {
  const nowMs = Date.now();
  const known = await askKnown(asked, screen);
  const watching = new Radar();
  const named = files.length === 0 ? [STANDARD_INPUT] : [...new Set(files)];
  const counts = { lines: 0, unread: 0, undated: 0 };
  for (const file of named) add(counts, await readOne(file, watching, nowMs, screen));
  if (counts.lines === 0)
    throw new FlaptrapError('input', `${named.join(' ')}: there is no line in it`, {
      next: 'name files that a syslog server has written, or pipe them in',
    });
  const report = watching.report(known);
  if (json === true) screen.print(JSON.stringify({ ...report, read: counts }, null, 2));
  else
    screen.print(
      printRadar(report, counts, all === true)
        .map(plainLine)
        .join('\n'),
      'prose',
    );
  return EXIT.done;
}

async function askKnown({ inventory, playbook = 'playbooks/tunnel-flaps.yaml' }: RadarOptions, screen: Screen): Promise<KnownTunnel[]> {
  if (inventory === undefined) return [];
  const { tunnels, diagnostics } = await loadInventory(inventory, await askPlaybook(playbook, screen));
  if (hasErrors(diagnostics)) throw new FlaptrapError('input', `${inventory} has mistakes`, { diagnostics });
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  return knownTunnels(tunnels);
}

function readOne(file: string, watching: Radar, nowMs: number, screen: Screen): Promise<LineCounts> {
  if (file !== STANDARD_INPUT) return readSyslogFile(file, watching, nowMs);
  if (screen.input === undefined)
    throw new FlaptrapError('input', 'nothing is piped in', { next: 'name files that a syslog server has written, or pipe them in' });
  return readSyslog(screen.input, watching, 'standard-input', nowMs);
}

function add(sum: LineCounts, { lines, unread, undated }: LineCounts): void {
  sum.lines += lines;
  sum.unread += unread;
  sum.undated += undated;
}
