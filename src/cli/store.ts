/** `flaptrap store` looks after the database that remembers captures: its status, its start and end, a backup, and the way back. */
import type { Command } from 'commander';
import { backupStore } from '../engine/database/backup.ts';
import type { Backup } from '../engine/database/backup-form.ts';
import { openDatabase, openUnmigrated } from '../engine/database/database.ts';
import { proveBackup, restoreStore } from '../engine/database/restore.ts';
import { type StoreStatus, startStore, stopStore, storeStatus } from '../engine/database/store-status.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import { readVersion } from './program/version.ts';
import type { Screen } from './screen.ts';
import { STORE, storeAddress } from './store-address.ts';

interface StoreOptions {
  store?: string;
  json?: boolean;
}

const ACTS = {
  status: { takes: '', description: 'say whether it runs, where, how large it is and what it holds; starts nothing', act: status },
  start: { takes: '', description: 'start it, and bring its schema up to date; whatever needs it does so by itself', act: start },
  stop: { takes: '', description: 'end the server; what it holds stays, and the next command that needs it starts it again', act: stop },
  backup: { takes: ' <file>', description: 'write all that it holds into a .tar.gz, at one instant; nothing need be stopped', act: backup },
  restore: { takes: ' <file>', description: 'load a backup into an empty store, whole or not at all', act: restore },
} as const;

export function defineStore(command: Command, { screen, show }: Door): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  flaptrap store status --json\n  flaptrap store backup flaptrap-store.tar.gz\n  flaptrap store restore flaptrap-store.tar.gz --store /srv/flaptrap',
  );
  for (const [name, { takes, description, act }] of Object.entries(ACTS))
    command
      .command(`${name}${takes}`)
      .description(description)
      .option(...STORE)
      .option('--json', 'print the outcome as JSON')
      .addHelpText('after', `\nExample:\n  flaptrap store ${name}${takes === '' ? '' : ' flaptrap-store.tar.gz'}`)
      .action((...args: unknown[]) => {
        const [file, options] = takes === '' ? ['', args[0]] : [String(args[0]), args[1]];
        return show(act(options as StoreOptions, screen, file));
      });
}

async function status({ store, json }: StoreOptions, screen: Screen): Promise<number> {
  const found = await storeStatus(storeAddress(store));
  screen.print(json === true ? printJson('flaptrap.store-status/1', found) : printStatus(found), 'prose');
  return EXIT.done;
}

async function start(options: StoreOptions, screen: Screen): Promise<number> {
  await startStore(storeAddress(options.store));
  return status(options, screen);
}

async function stop({ store, json }: StoreOptions, screen: Screen): Promise<number> {
  const address = storeAddress(store);
  const { holds, place } = await storeStatus(address);
  const wasRunning = await stopStore(address);
  const open = holds?.captures?.open ?? 0;
  if (json === true) screen.print(printJson('flaptrap.store-stop/1', { place, wasRunning, openCaptures: open }));
  else screen.print(wasRunning ? `the store in ${place} has ended` : `the store in ${place} did not run`, 'prose');
  if (open > 0)
    screen.tell(
      `${count(open, 'capture')} not ended: their routers stay armed until their leases end, or until a worker runs again`,
      'grave',
    );
  return EXIT.done;
}

async function backup({ store, json }: StoreOptions, screen: Screen, file: string): Promise<number> {
  const database = await openDatabase(storeAddress(store));
  try {
    const taken = await backupStore(database, file, { flaptrap: readVersion(), takenAt: new Date().toISOString() });
    sayBackup({ taken, file, json, screen, act: 'written to' });
    return EXIT.done;
  } finally {
    await database.close();
  }
}

async function restore({ store, json }: StoreOptions, screen: Screen, file: string): Promise<number> {
  // For what is no backup no store is made, and no server started.
  const proven = await proveBackup(file);
  const database = await openUnmigrated(storeAddress(store));
  try {
    const taken = await restoreStore(database, file, proven);
    sayBackup({ taken, file, json, screen, act: 'restored from' });
    screen.tell('look what the routers themselves say before you rely on it: `flaptrap sweep PLAYBOOK`');
    return EXIT.done;
  } finally {
    await database.close();
  }
}

function sayBackup({
  taken,
  file,
  json,
  screen,
  act,
}: {
  taken: Backup;
  file: string;
  json: boolean | undefined;
  screen: Screen;
  act: string;
}): void {
  const rowsOf = (name: string): number => taken.tables.find((table) => table.schema === 'flaptrap' && table.name === name)?.rows ?? 0;
  if (json === true) screen.print(printJson('flaptrap.store-backup/1', { file, ...taken }));
  else
    screen.print(
      `${count(rowsOf('captures'), 'capture')}, ${rowsOf('journal')} lines of their journals, ${count(rowsOf('files'), 'file')} and ${rowsOf('audit')} lines of the audit, as of ${taken.takenAt}, ${act} ${file}`,
      'prose',
    );
}

function printJson(schema: string, value: object): string {
  return JSON.stringify({ ...value, schema }, null, 2);
}

function printStatus({ kind, place, isRunning, isMade, server, holds }: StoreStatus): string {
  if (!isRunning || holds === null)
    return `the store in ${place} ${isMade ? 'does not run' : 'is not made yet'}; whatever needs it starts it`;
  const { postgresql, bytes, version, newestVersion, captures, sessions } = holds;
  const whose =
    kind === 'team' ? `the database of a team, ${place}, answers: it is not flaptrap's to start or stop` : `the store in ${place} runs`;
  const since = server === null ? '' : ` since ${server.startedAt} (process ${server.pid})`;
  const schema = version === newestVersion ? `schema ${version}` : `schema ${version}, and this flaptrap writes ${newestVersion}`;
  return [
    `${whose}${since}`,
    `PostgreSQL ${postgresql}, ${schema}, ${(bytes / 1_048_576).toFixed(1)} MB, ${count(sessions, 'other session')}`,
    captures === null ? 'no capture was ever begun' : `${count(captures.open, 'capture')} open, ${captures.ended} ended`,
  ].join('\n');
}
