/** `flaptrap rehearse` carries a playbook's whole capture out on two simulated routers over real SSH, with a chosen cause injected. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { FORMATS } from '../report/formats/index.ts';
import { type RehearsalChoices, rehearse as rehearseTunnel } from '../run/rehearse.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { addLabArguments, causeOption } from './lab-arguments.ts';
import { showEnding } from './news.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, requireOneFormat } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';

/** On a terminal; the page is a file, `flaptrap open` makes it of the bundle. */
const PRINTED = Object.keys(FORMATS).filter((id) => id !== 'html');

export interface RehearseOptions extends RehearsalChoices {
  format: keyof typeof FORMATS;
  json?: boolean;
}

export function defineRehearse(command: Command, { screen, end }: Door): void {
  command.addOption(causeOption('the cause to inject').default('delete-lost'));
  addLabArguments(command, { ike: "the version of IKE, 1 or 2 (default: that of the playbook's debugs)", speed: 60 })
    .option(...OUT)
    .addOption(new Option('--format <format>', 'how the verdict is printed').choices(PRINTED).default('text'))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .addHelpText('after', '\nExample:\n  flaptrap rehearse playbooks/tunnel-flaps.yaml --cause rekey-race --offset 95')
    .action((playbook: string, options) => end(rehearse(playbook, options, screen)));
}

export async function rehearse(path: string, options: RehearseOptions, screen: Screen): Promise<number> {
  requireOneFormat(options);
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, async () => 'leaving now: the simulated routers end with this process');
  const ports = portsOf(screen, { state: join(options.out, '.rehearsals'), stop: stop.signal, format: options.format });
  const { ended, swept } = await rehearseTunnel(playbook, options, ports);
  if (options.format !== 'json' && ended.folder !== undefined)
    screen.tell(`next: \`flaptrap open ${ended.folder}\` writes this report as a page for a browser`);
  const code = showEnding(ended, { json: options.format === 'json', stop: stop.signal }, screen);
  return Object.values(swept.peers).some(({ left }) => left.length > 0) ? EXIT.leftBehind : code;
}
