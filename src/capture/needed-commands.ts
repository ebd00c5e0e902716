/** Needed commands are all that a capture types on one router, gathered from those who type them; its applets type too. */
import { commandsOf } from '../applet/commands.ts';
import { parseApplets } from '../applet/parse.ts';
import { IS_SHOW } from '../device/agreed.ts';
import { HOSTNAME_COMMAND, SESSION_COMMANDS } from '../device/cli.ts';
import { CONFIGURE, LEAVING } from '../device/configure.ts';
import { FILE_COMMANDS } from '../device/files.ts';
import { RING_COMMANDS, RING_LISTS } from '../ios/packet-capture.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { AppletStep, Mode, PeerPlan } from '../playbook/plan.ts';
import type { NeededCommand } from '../playbook/recipes/recipe.ts';
import { SETTINGS_COMMAND } from '../playbook/settings.ts';
import { STANDING_COMMAND } from '../playbook/standing.ts';
import { runOf } from './act.ts';
import { LIVE_COMMANDS } from './fetch.ts';
import { GAUGE_COMMANDS } from './gauges.ts';
import { glanceCommand, lastWordCommand } from './look.ts';
import { preflightCommands, SESSIONS } from './preflight.ts';
import { PROBE_COMMANDS } from './probe.ts';
import { APPLET_COMMANDS } from './push-applet.ts';
import { SAVED_COMMAND } from './saved.ts';
import { AUTHORIZATION_COMMAND } from './self-test.ts';
import { SWEEP_COMMANDS } from './sweep.ts';
import { awaited, countCommand } from './unsprung.ts';

/** Each once; from the first login to the sweep. */
export function neededCommands(peer: PeerPlan): NeededCommand[] {
  const applets = peer.steps.filter((step) => step.kind === 'applet');
  const needed = [
    ...SESSION_COMMANDS.map((command) => needs('exec', 'session', command)),
    ...showsOf(peer, applets).map((command) => needs('exec', 'show', command)),
    ...readsOf(peer).map((command) => needs('exec', 'read', command)),
    needs('exec', 'change', CONFIGURE),
    ...LEAVING.map((command) => needs('configure', 'session', command)),
    ...peer.steps.flatMap(changesOf),
    ...applets.flatMap(typedBy),
    ...[peer.callApplet, ...(peer.probe === undefined ? [] : [peer.probe.applet])].map((name) => needs('exec', 'change', runOf(name))),
    needs('exec', 'change', FILE_COMMANDS.remove(peer.marker.path)),
  ];
  const optional = optionalShows(peer);
  const once = [...new Map(needed.map((each) => [`${each.mode} ${each.command}`, each])).values()];
  return once.map((each) => (optional.has(each.command) ? { ...each, isOptional: true } : each));
}

/** What a filter narrows is never saved by an applet: a capture does without. */
function optionalShows({ files, snapshots }: PeerPlan): Set<string> {
  const optional = [
    ...files.flatMap(({ command, isOptional }) => (isOptional === true ? [command] : [])),
    ...snapshots.filter((each) => FILTER.test(each)),
    SAVED_COMMAND,
  ];
  return new Set(optional.map((command) => command.replace(FILTER, '')));
}

function showsOf(peer: PeerPlan, applets: readonly AppletStep[]): string[] {
  return [
    HOSTNAME_COMMAND,
    ...preflightCommands(peer.platform),
    ...(isUnlimited(peer) ? [SESSIONS] : []),
    AUTHORIZATION_COMMAND,
    STANDING_COMMAND,
    SAVED_COMMAND,
    ...applets.flatMap(({ applet }) => Object.values(APPLET_COMMANDS).map((commandOf) => commandOf(applet))),
    ...(peer.probe === undefined ? [] : Object.values(PROBE_COMMANDS).map((commandOf) => commandOf(peer.probe?.applet ?? ''))),
    lastWordCommand(''),
    glanceCommand(''),
    countCommand(awaited(peer) ?? ''),
    ...Object.values(GAUGE_COMMANDS),
    ...peer.files.map(({ command }) => command).filter((command) => IS_SHOW.test(command)),
    ...peer.snapshots,
    ...peer.steps.flatMap((step) => (step.kind === 'packets' ? [RING_COMMANDS.ask(step.captureId)] : [])),
    ...LIVE_COMMANDS,
    SETTINGS_COMMAND,
    ...(PLATFORMS[peer.platform].hasPacketCapture ? RING_LISTS : []),
    ...SWEEP_COMMANDS,
  ];
}

/** Nothing limits its debugs to one peer. */
function isUnlimited({ steps }: PeerPlan): boolean {
  return steps.some(({ kind }) => kind === 'debug') && !steps.some(({ kind }) => kind === 'condition');
}

/** One file stands for all: what is allowed for one is allowed for each. */
function readsOf({ platform, marker }: PeerPlan): string[] {
  const { flash, hasVerifyMd5 } = PLATFORMS[platform];
  return [
    FILE_COMMANDS.list(flash),
    FILE_COMMANDS.list(marker.path),
    FILE_COMMANDS.read(marker.path),
    ...(hasVerifyMd5 ? [FILE_COMMANDS.hash(marker.path)] : []),
  ];
}

function changesOf(step: PeerPlan['steps'][number]): NeededCommand[] {
  const [first, ...body] = step.lines;
  const isApplet = step.kind === 'applet';
  return [
    ...(first === undefined ? [] : [needs(step.mode, 'change', first)]),
    ...body.map((line) => needs(isApplet ? 'applet' : step.mode, 'change', line)),
    ...step.undo.lines.map((line) => needs(step.undo.mode, 'change', line)),
  ];
}

/** EEM types as an account too, in the mode to which its own commands have led. */
function typedBy({ applet, lines }: AppletStep): NeededCommand[] {
  const needed: NeededCommand[] = [];
  let mode: Mode = 'exec';
  for (const { typed: command } of parseApplets(lines.join('\n'), applet).applets.flatMap(commandsOf)) {
    if (command === CONFIGURE) mode = 'configure';
    else if (LEAVING.includes(command)) mode = 'exec';
    else if (!SESSION_COMMANDS.includes(command)) needed.push(needs(mode, IS_SHOW.test(command) ? 'show' : 'change', command));
  }
  return needed;
}

const FILTER = / \| .*$/;

function needs(mode: NeededCommand['mode'], does: NeededCommand['does'], command: string): NeededCommand {
  return { mode, does, command: does === 'show' ? command.replace(FILTER, '') : command };
}
