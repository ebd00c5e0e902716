/** `flaptrap prove` tries on one router, with consent, what flaptrap believes of it, undoes all, and writes a card without secrets. */
import { type Command, Option } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { plainLine } from '../plain-text.ts';
import { isManaged } from '../playbook/playbook.ts';
import { openRun, type Reach } from '../run/context.ts';
import { proveRouter, sayProof } from '../run/prove.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { portsOf } from './ports.ts';
import { type Door, PROVEN, STATE } from './program/arguments.ts';
import { sayCard, writeCard } from './proven-cards.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';

export interface ProveOptions {
  side: Side;
  yes?: boolean;
  json?: boolean;
  proven: string;
  state?: string;
}

export function defineProve(command: Command, { screen, end }: Door): void {
  command
    .addOption(new Option('--side <side>', 'which of the two routers').choices(SIDES).makeOptionMandatory())
    .option('--yes', 'do it without asking')
    .option('--json', 'print the card as JSON')
    .option(...PROVEN)
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap prove tunnel.yaml --side a')
    .action((playbook: string, options) => end(prove(playbook, options, screen)));
}

export async function prove(path: string, options: ProveOptions, screen: Screen, reach: Reach = {}): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  const peer = playbook.tunnel[options.side];
  const { name } = peer;
  if (!isManaged(peer)) throw new FlaptrapError('input', `${name} is not ours: nobody logs in to it`, { next: 'choose the other side' });
  await requireConsent(name, options, screen);
  const card = await proveRouter(openRun(playbook, portsOf(screen, { state: options.state ?? DEFAULT_STATE }), reach), options.side);
  const file = writeCard(options.proven, card);
  if (options.json === true) screen.print(JSON.stringify(card, null, 2));
  else {
    for (const { belief, held, lines } of card.trials)
      screen.print(
        plainLine(`${held === null ? 'untried' : held ? 'holds' : 'FALSE'}  ${belief}${held === true ? '' : `: ${lines.join(' / ')}`}`),
        'prose',
      );
    screen.print(sayCard(card), 'prose');
  }
  screen.tell(`card: ${plainLine(file)}`);
  return card.trials.some(({ held }) => held === false) ? EXIT.findings : EXIT.done;
}

async function requireConsent(name: string, { yes }: ProveOptions, screen: Screen): Promise<void> {
  screen.tell(
    [`what will be typed on ${plainLine(name)}, and undone:`, ...sayProof().map((line) => `  ${line}`)].join('\n'),
    yes === true ? undefined : 'grave',
  );
  if (yes === true) return;
  if (screen.isInteractive && (await screen.confirm(`try this on ${name}?`))) return;
  throw new FlaptrapError('digest', 'nobody has agreed; nothing was typed on the router', { next: 'run it again with --yes' });
}
