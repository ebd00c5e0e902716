/** The commands that draft: a playbook, its applets and its rehearsal; no device is touched. */
import { type Command, Option } from 'commander';
import { OUT, parseIds, parseIke, parseSeconds, parseSpeed, parseWhole } from './arguments.ts';
import type { Door } from './door.ts';

export function addDrafting(program: Command, { screen, end, show }: Door): void {
  program
    .command('check <playbook>')
    .description('validate, plan, render and lint a playbook; no device is touched')
    .option('--json', 'print the diagnostics as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap check playbooks/tunnel-flaps.yaml')
    .action(async (playbook: string, options) => show((await import('../check.ts')).check(playbook, options, screen)));
  program
    .command('render <playbook>')
    .description('print the EEM configuration of each peer; no device is touched')
    .addOption(new Option('--side <side>', 'one peer only').choices(['a', 'b']))
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap render playbooks/tunnel-flaps.yaml --side a')
    .action(async (playbook: string, options) => show((await import('../render.ts')).render(playbook, options, screen)));
  program
    .command('lint [files...]')
    .description('lint the EEM applets of any IOS configuration')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json', 'sarif', 'github']).default('text'))
    .option('--fix', 'relabel actions where that is certain not to change what the device does')
    .option('--ignore <ids>', 'lints that are not asked: A,B; may be given again', parseIds)
    .option('--max-warnings <n>', 'more warnings than this fail', parseWhole)
    .option('--list', 'list every lint, with why it bites, and the section of docs/domain that says so')
    .addHelpText(
      'after',
      '\nExample:\n  flaptrap lint router.cfg --format sarif\n\nA comment `! flaptrap-ignore ID` silences a lint on the next line, or in the applet that it opens.',
    )
    .action(async (files: string[], options) => show((await import('../lint.ts')).lint(files, options, screen)));
  program
    .command('rehearse <playbook>')
    .description('the whole capture against two simulated routers over SSH, with a chosen cause injected')
    .option('--cause <id>', 'the cause to inject', 'delete-lost')
    .addOption(new Option('--receiver <side>', 'the peer that logs the unknown SPI').choices(['a', 'b']).default('b'))
    .option('--seed <n>', 'the same seed gives the same story', parseWhole, 1)
    .option('--ike <version>', "the version of IKE, 1 or 2; otherwise that of the playbook's debugs", parseIke)
    .option('--offset <seconds>', "b's clock minus a's", parseSeconds, 0)
    .addOption(new Option('--release <release>', 'how simulated IOS words itself').choices(['12.4', '15']).default('15'))
    .option('--speed <factor>', 'how much faster than real time the routers live', parseSpeed, 60)
    .option(...OUT)
    .addOption(new Option('--format <format>', 'how the verdict is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExample:\n  flaptrap rehearse playbooks/tunnel-flaps.yaml --cause rekey-race --offset 95')
    .action(async (playbook: string, options) => end((await import('../rehearse.ts')).rehearse(playbook, options, screen)));
}
