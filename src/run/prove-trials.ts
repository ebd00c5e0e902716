/** Trials ask one router whether what flaptrap believes of it holds: words of shows, a harmless debug, a condition for nobody, applets, a file. */
import { runOf } from '../capture/act.ts';
import type { CaptureContext } from '../capture/context.ts';
import { lastWordCommand } from '../capture/look.ts';
import { askDebugs, LOG_HEADER } from '../capture/preflight.ts';
import { pushApplet } from '../capture/push-applet.ts';
import type { Cli } from '../device/cli.ts';
import { deleteFile, FILE_COMMANDS, fileSize, readMd5 } from '../device/files.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { readLogging } from '../ios/logging.ts';
import type { PlatformId } from '../ios/platforms/index.ts';
import { DEBUG_ON } from '../ios/shows/debugging.ts';
import { readEemVersion, readLastRun } from '../ios/shows/eem.ts';
import type { DoubtId } from '../lab/doubts/index.ts';
import { proofApplets, TAIL_SECONDS } from './prove-applets.ts';

/** One belief on one router. `held`: null where it could not be tried, and `lines` say why. */
export interface Trial {
  belief: DoubtId;
  held: boolean | null;
  /** What the router said. */
  lines: string[];
}

/** What all trials have in common. */
export interface Bench {
  context: CaptureContext;
  cli: Cli;
  platform: PlatformId;
  /** Eight hex digits in every name. */
  id: string;
  path: string;
}

/** A condition for it lets nothing of anybody through, and it is nobody's peer. */
const NOBODY = '127.0.0.1';
const HARMLESS = 'debug tunnel';
const LINES_MAX = 6;
const DAY_MS = 86_400_000;
const POLL_MS = 1000;

function trial(belief: DoubtId, held: boolean | null, answer = ''): Trial {
  return {
    belief,
    held,
    lines: answer
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, LINES_MAX),
  };
}

async function hear(cli: Cli, command: string): Promise<string> {
  return (await cli.tryExec(command)).answer;
}

/** Shows, and nothing else. */
export async function tryWords({ cli }: Bench): Promise<Trial[]> {
  const [header, version, eem] = [
    await hear(cli, LOG_HEADER),
    await hear(cli, 'show version'),
    await hear(cli, 'show event manager version'),
  ];
  const users = await hear(cli, 'show users');
  const section = await cli.tryExec('show running-config | section ^line vty');
  const uptime = /^.*uptime is.*$/m.exec(version)?.[0] ?? '';
  return [
    trial('alternatives-in-include', /logging:/.test(header) && /Log Buffer/.test(header), header),
    trial('logging-header-words', readLogging(header).bufferBytes > 0 && /Buffer logging:/.test(header), header),
    trial('section-filter', section.ok, section.ok ? '' : section.answer),
    trial('uptime-words', uptime !== '', uptime.replace(/^\S+/, 'ROUTER')),
    trial('users-words', /\bvty\b/.test(users)),
    trial('version-words', readEemVersion(eem) !== null, eem),
  ];
}

/** One that prints next to nothing, and only where nobody has it on. */
export async function tryDebug({ cli }: Bench): Promise<Trial[]> {
  const before = await hear(cli, 'show debugging');
  if (/tunnel/i.test(before)) return [trial('debug-show-words', null, 'somebody debugs tunnels now')];
  const typed = await hear(cli, HARMLESS);
  const shown = await hear(cli, 'show debugging');
  await hear(cli, `no ${HARMLESS}`);
  const after = await hear(cli, 'show debugging');
  const isShown = shown.split('\n').some((line) => /tunnel/i.test(line) && DEBUG_ON.test(line));
  const isGone = !/tunnel/i.test(after);
  if (!isGone) throw left(cli, HARMLESS, after);
  return [
    trial('debug-show-words', isShown, isShown ? shown : `${typed}\n${shown}`),
    trial('debug-goes-by-no', isShown ? isGone : null, after),
  ];
}

export async function tryCondition({ cli }: Bench): Promise<Trial[]> {
  const before = await askDebugs(cli);
  if (before.debugs.length > 0 || before.conditions.length > 0) return [trial('condition-words', null, 'somebody debugs crypto now')];
  const set = await cli.tryExec(`debug crypto condition peer ipv4 ${NOBODY}`);
  if (!set.ok) return [trial('condition-words', null, set.answer)];
  const shown = await hear(cli, 'show crypto debug-condition');
  await hear(cli, `no debug crypto condition peer ipv4 ${NOBODY}`);
  const after = await hear(cli, 'show crypto debug-condition');
  if (after.includes(NOBODY)) throw left(cli, `debug crypto condition peer ipv4 ${NOBODY}`, after);
  const isShown = shown.includes(NOBODY);
  if (!isShown && after === shown && shown !== '') throw left(cli, `debug crypto condition peer ipv4 ${NOBODY}`, after);
  return [trial('condition-words', isShown, shown), trial('condition-goes-by-no', isShown ? true : null, after)];
}

export async function tryEem(bench: Bench): Promise<Trial[]> {
  const { cli, id, path } = bench;
  const applets = proofApplets(id, path);
  for (const { lines } of applets) {
    const trouble = await pushApplet(cli, lines).then(() => undefined, orRefused);
    if (trouble !== undefined) return [trial('order-by-label', false, trouble)];
  }
  const run = applets[0]?.name ?? '';
  const ran = await cli.tryExec(runOf(run), { idleMs: (TAIL_SECONDS + 60) * 1000 });
  const atOnce = await hear(cli, lastWordCommand(id));
  const history = await waitForRun(bench, run);
  const said = await hear(cli, lastWordCommand(id));
  const file = await hear(cli, FILE_COMMANDS.read(path));
  const lines = file.match(/\d\d:\d\d:\d\d/g)?.length ?? 0;
  const result = readLastRun(history, run);
  const second = Number(/second (\d+)/.exec(said)?.[1] ?? Number.NaN) * 1000;
  const clockMs = parseClock(await hear(cli, 'show clock'))?.at ?? Number.NaN;
  const hasRun = said.includes(`${run}: second`) || lines > 0;
  const ifRun = (held: boolean): boolean | null => (hasRun ? held : null);
  return [
    trial('order-by-label', true),
    trial('run-by-name-runs', ran.ok && hasRun, ran.answer),
    trial('run-by-name-waits', ifRun(/still here/.test(atOnce))),
    trial('history-words', ifRun(result !== undefined), history),
    trial('enable-needs-no-password', ifRun(lines > 0), said),
    trial('file-system-writes', ifRun(lines > 0)),
    trial('append-works', lines === 0 ? null : lines > 1),
    trial('pub-sec-is-unix', ifRun(Math.abs(second - clockMs) < DAY_MS), said),
    trial('regexp-is-there', ifRun(/matched 1 \d+/.test(said)), said),
    trial('syslog-detector-hears', ifRun(/-HEAR: heard/.test(said)), said),
    trial('timer-rings', ifRun(/-RING: rang/.test(said)), said),
    trial('removed-run-goes-on', /matched/.test(said) ? /still here/.test(said) : null, said),
  ];
}

/** Until it has ended, and no longer than it may take. */
async function waitForRun({ cli, context: { clock } }: Bench, applet: string): Promise<string> {
  const untilMs = clock.monotonic() + (TAIL_SECONDS + 10) * 1000;
  for (;;) {
    const history = await hear(cli, `show event manager history events | include ${applet}`);
    const result = readLastRun(history, applet);
    if ((result !== undefined && result !== 'pending') || clock.monotonic() >= untilMs) return history;
    await clock.sleep(POLL_MS);
  }
}

export async function tryFiles({ cli, path }: Bench): Promise<Trial[]> {
  if ((await fileSize(cli, path)) === undefined) return [trial('delete-asks-nothing', null, 'no file of the proof was written')];
  const listed = await hear(cli, FILE_COMMANDS.list(path.replace(/probe\.txt$/, '*')));
  const hash = await hear(cli, FILE_COMMANDS.hash(path));
  const isHashRead = (await readMd5(cli, path).catch(() => undefined)) !== undefined;
  const trouble = await deleteFile(cli, path).then(() => undefined, orRefused);
  return [
    trial('directory-takes-patterns', listed.toLowerCase().includes('-probe.txt'), listed),
    trial('names-keep-their-case', listed.toLowerCase().includes('-probe.txt') ? /flaptrap-\S+-probe\.txt/.test(listed) : null),
    trial('hash-words', isHashRead, hash),
    trial('delete-deletes', trouble === undefined && (await fileSize(cli, path)) === undefined, trouble),
  ];
}

/** A refusal is an answer; a session that is lost is none. */
function orRefused(error: unknown): string {
  if (!(error instanceof FlaptrapError) || error.code === 'session-lost') throw error;
  return messageOf(error);
}

function left(cli: Cli, typed: string, answer: string): FlaptrapError {
  return new FlaptrapError('left-behind', `what the proof has set may still be on the router: ${typed}`, {
    peer: cli.target.name,
    tried: `no ${typed}`,
    answer,
    next: `take it away by hand: no ${typed}, or the reset of that debug`,
  });
}
