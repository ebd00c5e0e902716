/** Printing a fleet's plan says its size, its waves, what waiting costs, and which routers bear most. */
import type { FleetLoad, RouterLoad, WaveLoad } from '../fleet/plan/fleet-load.ts';
import type { FleetPlan } from '../fleet/plan/fleet-plan.ts';
import { count } from './ask-playbook.ts';

/** What is shown of a digest, and enough to agree by. */
export const DIGEST_DIGITS = 16;

/** Without the playbooks: each is that of its row. */
export function fleetJson({ digest, playbook, rules, orders }: FleetPlan, load: FleetLoad): object {
  return {
    schema: 'flaptrap.fleet-plan/1',
    digest,
    playbook,
    rules,
    orders: orders.map(({ name, tunnels, round, wave, digest: own, routers }) => ({ name, tunnels, round, wave, digest: own, routers })),
    load,
  };
}

/** The rest is in the JSON. */
const WAVES_SHOWN = 12;
const ROUTERS_SHOWN = 10;

export function printFleet(plan: FleetPlan, load: FleetLoad): string {
  const { digest, playbook, rules } = plan;
  const combined =
    load.tunnels === load.captures
      ? ''
      : ` in ${count(load.captures, 'capture')}, since a hub is armed once for several ends that are not ours`;
  const shown = load.routers.slice(0, ROUTERS_SHOWN);
  const width = Math.min(NAME_MAX, Math.max('router'.length, ...shown.map(({ name }) => name.length)));
  return [
    `playbook ${playbook} over ${count(load.tunnels, 'tunnel')}${combined}, ${count(load.routers.length, 'router')}; digest ${digest.slice(0, DIGEST_DIGITS)}`,
    '',
    `  wave  round  captures  logins  commands  minutes`,
    ...load.waves.slice(0, WAVES_SHOWN).map(printWave),
    ...(load.waves.length > WAVES_SHOWN
      ? [`  and ${load.waves.length - WAVES_SHOWN} more waves: ${totals(load.waves.slice(WAVES_SHOWN))}`]
      : []),
    `  in all ${totals(load.waves)}, at ${rules.gate.logins.perSecond} logins and ${rules.gate.commands.perSecond} commands a second`,
    '',
    ...printRounds(load),
    printWaiting(load),
    '',
    `  ${'router'.padEnd(width)}  captures  at once  flash MB  applets  conditions`,
    ...shown.map((each) => printRouter(each, width)),
    ...(load.routers.length > ROUTERS_SHOWN
      ? [`  and ${load.routers.length - ROUTERS_SHOWN} more routers with no more than these; --json lists all`]
      : []),
    '',
    `it stops when more than ${rules.errorPercent} % of the latest tunnels failed, of at least ${rules.sample}, or a canary fails`,
  ].join('\n');
}

/** A longer name moves its own figures. */
const NAME_MAX = 30;

function printWave({ wave, round, captures, logins, commands, minutes }: WaveLoad): string {
  return `  ${pad(wave, 4)}  ${pad(round, 5)}  ${pad(captures, 8)}  ${pad(logins, 6)}  ${pad(commands, 8)}  ${pad(minutes, 7)}`;
}

function totals(waves: readonly WaveLoad[]): string {
  const sum = (of: (wave: WaveLoad) => number): number => waves.reduce((total, wave) => total + of(wave), 0);
  return `${sum(({ captures }) => captures)} captures, ${sum(({ logins }) => logins)} logins, about ${sum(({ commands }) => commands)} commands, ${sum(({ minutes }) => minutes)} minutes`;
}

function printRounds({ rounds }: FleetLoad): string[] {
  if (rounds < 2) return [];
  return [
    `there are ${rounds} rounds: a router bears no more captures at once, or two routers are of one group; a round begins as captures of the one`,
    'before it end, at the latest with their leases. To arm those that flap first, ask `flaptrap radar` which they are',
  ];
}

function printWaiting({ waiting }: FleetLoad): string {
  const { captures, wantedLoginsPerSecond, lookEverySeconds } = waiting;
  return `while ${count(captures, 'capture')} ${captures === 1 ? 'waits' : 'wait'}, each router is looked at about every ${Math.ceil(lookEverySeconds / 60)} minutes (${wantedLoginsPerSecond} logins a second would be wanted): sooner what is suspected; what its syslog tells is seen at once`;
}

function printRouter({ name, captures, atOnce, flashBytes, applets, conditions }: RouterLoad, width: number): string {
  return `  ${name.padEnd(width)}  ${pad(captures, 8)}  ${pad(atOnce, 7)}  ${pad(Math.ceil(flashBytes / 1_000_000), 8)}  ${pad(applets, 7)}  ${pad(conditions, 10)}`;
}

function pad(figure: number, width: number): string {
  return String(figure).padStart(width);
}
