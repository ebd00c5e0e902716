/** The commands that judge what came home, and the lab that plays it. */
import { type Command, Option } from 'commander';
import { parseIke, parseSeconds, parseSpeed, parseWhole } from './arguments.ts';
import type { Door } from './door.ts';

export function addJudging(program: Command, { screen, end, show }: Door): void {
  program
    .command('analyze <bundle>')
    .description('judge a bundle: what happened, and why')
    .addOption(new Option('--format <format>', 'how the verdict is printed: text unless said').choices(['text', 'json', 'ladder']))
    .option('--json', 'the same as --format json')
    .option('--explain <rule>', 'how one rule was decided, with its lines')
    .option('--fail-on-incident', 'exit 1 when the bundle holds an incident')
    .addHelpText('after', '\nExample:\n  flaptrap analyze captures/7f3a9c01 --format json')
    .action(async (bundle: string, options) => show((await import('../analyze.ts')).analyze(bundle, options, screen)));
  program
    .command('report <bundle>')
    .description('print the report of a bundle in a format')
    .addOption(new Option('--format <format>', 'the format: text unless said').choices(['text', 'json', 'ladder']))
    .option('--json', 'the same as --format json')
    .addHelpText('after', '\nExample:\n  flaptrap report captures/7f3a9c01 --format json')
    .action(async (bundle: string, options) => show((await import('../analyze.ts')).analyze(bundle, options, screen)));
  program
    .command('lab')
    .description('two simulated routers left listening on loopback for any SSH client')
    .option('--cause <id>', 'inject this cause once, a minute after the start')
    .addOption(new Option('--receiver <side>', 'the peer that logs the unknown SPI').choices(['a', 'b']).default('b'))
    .option('--seed <n>', 'the same seed gives the same story', parseWhole, 1)
    .option('--ike <version>', 'the version of IKE between them, 1 or 2', parseIke)
    .option('--offset <seconds>', "b's clock minus a's", parseSeconds, 0)
    .addOption(new Option('--release <release>', 'how simulated IOS words itself').choices(['12.4', '15']).default('15'))
    .option('--speed <factor>', 'how much faster than real time the routers live', parseSpeed, 1)
    .addHelpText('after', '\nExample:\n  flaptrap lab --cause delete-lost')
    .action(async (options) => end((await import('../lab.ts')).lab(options, screen)));
}
