/** `flaptrap fleet` arms one playbook over an inventory of tunnels: plan, arm in waves, status, disarm. */
import { type Command, InvalidArgumentError } from 'commander';
import { fleetArm } from './fleet-arm.ts';
import { type FleetOptions, fleetPlan } from './fleet-plan.ts';
import { fleetDisarm, fleetStatus } from './fleet-standing.ts';
import { fleetWatch } from './fleet-watch.ts';
import { type Door, OUT, parseWhole, STATE } from './program/arguments.ts';
import { STORE } from './store-address.ts';

export function defineFleet(command: Command, { screen, end }: Door): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  flaptrap fleet plan tunnels.csv tunnel.yaml\n  flaptrap fleet arm tunnels.csv tunnel.yaml --digest 5d41402abc4b2a76',
  );
  addRules(
    command
      .command('plan <inventory> <playbook>')
      .description('show which tunnels would be armed in which waves, and the load; no router is contacted'),
  )
    .addHelpText('after', INVENTORY_HELP)
    .action((inventory: string, playbook: string, options: FleetOptions) => end(fleetPlan({ inventory, playbook }, options, screen)));
  addRules(command.command('arm <inventory> <playbook>').description('arm the tunnels wave by wave; run again it goes on where it was'))
    .option('--dry-run', 'print the plan and its load, and contact no router')
    .option('--digest <digest>', 'arm only if the plan has this digest (from `flaptrap fleet plan`)')
    .option('--yes', 'arm without asking')
    .option(...STORE)
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', ARM_HELP)
    .action((inventory: string, playbook: string, options: FleetOptions) => end(fleetArm({ inventory, playbook }, options, screen)));
  command
    .command('watch <inventory> <playbook>')
    .description('carry what is armed and look after it until nothing stands any more; several may run on one store')
    .option('--every <seconds>', 'between two looks at a tunnel of which nothing is suspected (default: 1200)', parseCount)
    .option('--keep-days <n>', 'remove bundles that are older; never one that is not whole, or that was confirmed', parseCount)
    .option('--keep-megabytes <n>', 'remove the oldest bundles when all together are larger', parseCount)
    .option('--logins <rate>', 'logins a second of all workers of the store, until others are said (at first: 2)', parseRate)
    .option('--commands <rate>', 'commands a second of all workers of the store, until others are said (at first: 40)', parseRate)
    .option(...STORE)
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap fleet watch tunnels.csv tunnel.yaml')
    .action((inventory: string, playbook: string, options: FleetOptions) => end(fleetWatch({ inventory, playbook }, options, screen)));
  command
    .command('status <inventory> <playbook>')
    .description('show how the tunnels of an inventory stand; no router is contacted')
    .option('--json', 'print it as JSON')
    .option(...STORE)
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap fleet status tunnels.csv tunnel.yaml')
    .action((inventory: string, playbook: string, options: FleetOptions) => end(fleetStatus({ inventory, playbook }, options, screen)));
  command
    .command('disarm <inventory> <playbook>')
    .description('disarm what is armed of the tunnels of an inventory, and bring home what has sprung')
    .option('--older', 'only traps that an older version has armed')
    .option('--yes', 'disarm without asking')
    .option('--json', 'print the outcome as JSON')
    .option(...STORE)
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap fleet disarm tunnels.csv tunnel.yaml --older')
    .action((inventory: string, playbook: string, options: FleetOptions) => end(fleetDisarm({ inventory, playbook }, options, screen)));
}

const INVENTORY_HELP = `
The inventory is a table (CSV) or a list (YAML, JSON); an end of which a row says nothing is the playbook's:
  name,a.name,a.host,a.address,a.group,b.name,b.host,b.address
  north,hq-1,hq-1.example.net,192.0.2.1,hubs,depot,depot.example.net,198.51.100.17
Further columns: a.login, a.port, a.platform, a.natAddress, a.vrf, a.frontVrf, a.interface, a.jumpHosts, a.legacyAlgorithms, and those of b;
b.vendor for an end that is not ours; spokes (name=address ...) for those of a hub; login, platform for both ends. Routers of one group, such
as the two hubs of a pair, are never armed at once.

Example:
  flaptrap fleet plan tunnels.csv tunnel.yaml --wave 5% --json`;

const ARM_HELP = `
It ends when every tunnel is armed or has failed: what is armed waits in the engine. Interrupted, or stopped by failures, the same command goes on.

Example:
  flaptrap fleet arm tunnels.csv tunnel.yaml --digest 5d41402abc4b2a76`;

function addRules(command: Command): Command {
  return command
    .option('--canary <n>', 'armed alone at first (default: 1)', parseWhole)
    .option('--wave <size>', 'tunnels of a wave, or their share such as 5% (default: 50)', parseWave)
    .option('--stop-at <percent>', 'stop when more than this share of the latest tunnels failed (default: 10)', parsePercent)
    .option('--sample <n>', 'of at least so many (default: 10)', parseWhole)
    .option('--soak <seconds>', 'pause behind each wave (default: 60)', parseWhole)
    .option('--per-router <n>', 'captures that stand on one router at once (default: 4)', parseCount)
    .option('--at-once <n>', 'tunnels that are armed at the same time (default: 10)', parseCount)
    .option('--logins <rate>', 'logins a second of all workers of the store, until others are said (at first: 2)', parseRate)
    .option('--commands <rate>', 'commands a second of all workers of the store, until others are said (at first: 40)', parseRate)
    .option('--json', 'print it as JSON');
}

function parseWave(text: string): FleetOptions['wave'] {
  const [, figure = '', isShare] = /^(\d{1,5})(%?)$/.exec(text) ?? [];
  const number = Number(figure);
  if (figure === '' || number === 0 || (isShare === '%' && number > 100))
    throw new InvalidArgumentError('expected a number of tunnels such as 50, or a share such as 5%.');
  return isShare === '%' ? { percent: number } : { tunnels: number };
}

function parsePercent(text: string): number {
  const number = parseWhole(text.replace(/%$/, ''));
  if (number > 100) throw new InvalidArgumentError('expected a share from 0 to 100.');
  return number;
}

function parseCount(text: string): number {
  const number = parseWhole(text);
  if (number === 0) throw new InvalidArgumentError('expected at least 1.');
  return number;
}

function parseRate(text: string): number {
  const number = /^\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (number <= 0) throw new InvalidArgumentError('expected a number a second, such as 2 or 0.5.');
  return number;
}
