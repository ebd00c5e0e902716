/** Options of the two commands that open a lab, with the causes and releases that it has. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SIDES } from '../ipsec/side.ts';
import type { IkeVersion, IosRelease } from '../lab/device/router-spec.ts';
import { SCENARIOS } from '../lab/scenarios/index.ts';
import { SPEED_MAX } from '../run/open-lab.ts';
import { parseWhole } from './program/arguments.ts';

const RELEASES = { '12.4': '12.4', '15': '15' } as const satisfies { [Release in IosRelease]: Release };

/** `--cause` is the command's own: one of them has it in any case. */
export function causeOption(description: string): Option {
  return new Option('--cause <id>', description).choices(Object.keys(SCENARIOS));
}

export function addLabArguments(command: Command, { ike, speed }: { ike: string; speed: number }): Command {
  return command
    .addOption(new Option('--receiver <side>', 'the peer that logs the unknown SPI').choices(SIDES).default('b'))
    .option('--seed <n>', 'the same seed gives the same course of events', parseWhole, 1)
    .option('--ike <version>', ike, parseIke)
    .option('--offset <seconds>', "b's clock minus a's", parseSeconds, 0)
    .addOption(
      new Option('--release <release>', 'the IOS release whose messages the routers print').choices(Object.values(RELEASES)).default('15'),
    )
    .option('--speed <factor>', 'how much faster than real time the routers run', parseSpeed, speed);
}

function parseIke(text: string): IkeVersion {
  if (text === '1' || text === '2') return text === '1' ? 1 : 2;
  throw new InvalidArgumentError('expected 1 or 2.');
}

function parseSeconds(text: string): number {
  if (!/^-?\d{1,9}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('expected a number.');
  return Number(text);
}

function parseSpeed(text: string): number {
  const speed = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (speed > 0 && speed <= SPEED_MAX) return speed;
  throw new InvalidArgumentError(`expected a number above 0 and at most ${SPEED_MAX}.`);
}
