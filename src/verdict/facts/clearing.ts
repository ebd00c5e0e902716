/** Clearing: whether an operator, or a script, took the SAs of this peer away at R. */
import type { Citation } from '../../ipsec/citation.ts';
import type { CommandEvent, IkeSaEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { AT_ONCE_MS, apart } from '../apart.ts';
import { tellsOfClearing, typedByApplet } from '../applet-words.ts';
import { clearsTunnel, isClear, isNarrowed, stampedBehind } from '../clear-command.ts';
import { anyOf, before, lastBefore, senderHolds, syslogsBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import { isLongSince } from '../long-since.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { silent } from '../silence.ts';

/** What an applet typed, and any text that speaks of a clear: `%HA_EM-6-LOG: NIGHTLY: clearing all IPsec SAs` */
const CLEARING = /clear crypto |^HA_EM-LOG: .*\bclear(?:s|ing|ed)?\b.*\b(?:crypto|ipsec|isakmp|ikev2|SAs?)\b/i;
/** `deleting SA reason "BY user command"` [L] */
const BY_USER = /user command|Deletion from UI/i;
const isByUser = ({ change, reason }: IkeSaEvent) => change === 'deleted' && BY_USER.test(reason ?? '');
/** A clear of IKE takes the child SAs along at once; a second command follows soon. [L] */
const SOON_MS = 30_000;

interface Clear {
  /** Those of this tunnel that somebody, or an applet, typed before the message, whenever that was. */
  commands: TimedEvent[];
  /** That of them which may have taken X. */
  command: TimedEvent | undefined;
  /** A text that speaks of a clear. */
  told: TimedEvent | undefined;
  byUser: TimedEvent | undefined;
  found: TimedEvent | undefined;
  /** The end of X at R. */
  deleted: TimedEvent | undefined;
}

/** The last clear of R's SAs with S that may have taken X. */
export const clearOf = oncePerScene((scene): Clear => {
  const { receiver, sa } = scene;
  const ending = endingOf(scene);
  const deleted = scene.event(sa?.inbound.deleted) ?? (ending?.isBefore === 'yes' ? ending.event : undefined);
  const texts = syslogsBefore(scene, receiver, CLEARING);
  const typed = before(scene, receiver, 'command').filter((event) => event.isRefused !== true && clearsTunnel(event.command, scene));
  const byApplet = texts.filter((event) => clearsTunnel(typedByApplet(scene, event) ?? '', scene));
  const commands = [...typed, ...byApplet].sort((one, two) => one.ref - two.ref);
  const command = commands.findLast((event) => placeOf(scene, event, deleted) !== 'apart');
  const byUser = lastBefore(scene, anyOf(scene, receiver, 'ike-sa', isByUser));
  const told = texts.findLast((event) => tellsOfClearing(event, scene) && !isAtAnotherTime(event, deleted) && !scene.isYoungerThan(event));
  return { commands, command, told, byUser, found: command ?? byUser ?? told, deleted };
});

const WANTS = [log('R', 'before the end')];

export const cleared: Fact = {
  id: 'cleared',
  link: 'forgot',
  question: 'Did somebody, or a script, clear the SAs at R?',
  ask: (scene) => {
    const { found } = clearOf(scene);
    if (found === undefined) return loggedOthers(scene) ?? noneFits(scene);
    return madeSince(scene, found) ?? atAnotherTime(scene, found) ?? ofSomeSas(scene, found) ?? wereCleared(scene, found);
  },
};

/** What was typed when X was gone did not take it. Another, on another line, may have. */
function noneFits(scene: Scene): Answer {
  const { R, X } = scene;
  const { commands, deleted } = clearOf(scene);
  // What is typed on another line leaves no message: the silence of a log says little. [C no syslog of IOS tells of it]
  if (commands.length === 0) return no(`${R}'s record shows no clear`, [], 'hinted', WANTS);
  const evidence = scene.cite(commands.at(-1)?.ref, deleted?.ref);
  return no(`${R} deleted ${X} at another time than that of the clear`, evidence, 'hinted', WANTS);
}

/** Where R's record has the clear of another peer's SAs, R logs what is typed [C Cisco, archive log config; %ASA-5-111008]: one of X's would stand there too. */
function loggedOthers(scene: Scene): Answer | undefined {
  const { R, X, receiver: side } = scene;
  const { commands, deleted } = clearOf(scene);
  const others = commands.length > 0 ? undefined : lastBefore(scene, anyOf(scene, side, 'command', isLoggedClear));
  if (others === undefined || deleted?.side !== side) return undefined;
  const { is } = silent(scene, { side, heard: 'ipsec', since: others, until: deleted, what: `no clear of ${X}`, wants: WANTS });
  if (is !== 'no') return undefined;
  return no(`${R} logs the clears that are typed, and that of others alone`, scene.cite(others.ref, deleted.ref), 'suggested', WANTS);
}

const LOGGED = /\bCFGLOG_LOGGEDCMD\b|-1110(?:08|10): /;
const isLoggedClear = ({ command, text, isRefused }: CommandEvent) => isRefused !== true && LOGGED.test(text) && isClear(command);

function madeSince(scene: Scene, found: TimedEvent): Answer | undefined {
  if (!scene.isYoungerThan(found)) return undefined;
  return no(`${scene.X} was made after the clear`, scene.cite(found.ref, ...scene.births.map(({ ref }) => ref)));
}

function atAnotherTime(scene: Scene, found: TimedEvent): Answer | undefined {
  const { deleted } = clearOf(scene);
  if (!isAtAnotherTime(found, deleted)) return undefined;
  return no(`${scene.R} deleted ${scene.X} at another time than that of the clear`, scene.cite(found.ref, deleted?.ref));
}

function isAtAnotherTime(clear: TimedEvent, deleted: TimedEvent | undefined): boolean {
  const gap = apart(clear, deleted);
  return gap !== undefined && (gap.mostMs < -1 || gap.leastMs > SOON_MS);
}

function ofSomeSas(scene: Scene, found: TimedEvent): Answer | undefined {
  const text = found.kind === 'command' ? found.command : found.kind === 'syslog' ? found.message : '';
  if (!isNarrowed(text)) return undefined;
  const gap = apart(found, clearOf(scene).deleted);
  if (gap !== undefined && gap.leastMs <= AT_ONCE_MS && !isOfOtherMap(text, scene))
    return yes(`${scene.R} was told to clear some SAs, and ${scene.X} went at once`, citeClear(scene), 'hinted', WANTS);
  const said = `${scene.R} was told to clear some SAs; whether ${scene.X} was one of them is not on record`;
  return unknown(said, [...WANTS, show('R', 'show crypto ipsec sa')], citeClear(scene));
}

/** `clear crypto sa map VPN`, where R lists the maps of its SAs, and none of them is called so. */
function isOfOtherMap(text: string, { timeline, receiver }: Scene): boolean {
  const named = /\bmap\s+(\S+)/i.exec(text)?.[1];
  const maps = (timeline.states[receiver].ipsecSas ?? []).flatMap(({ value }) => value.cryptoMap ?? []);
  return named !== undefined && maps.length > 0 && !maps.includes(named);
}

function citeClear(scene: Scene): Citation[] {
  const { found, byUser, deleted } = clearOf(scene);
  return scene.cite(found?.ref, byUser?.ref, deleted?.ref);
}

function wereCleared(scene: Scene, found: TimedEvent): Answer {
  const { deleted, told } = clearOf(scene);
  const wants = [debug('R', 'ipsec', 'before the end'), debug('S', 'ipsec', 'at the making')];
  if (found === told) return yes(`a text on ${scene.R}'s record speaks of a clear`, citeClear(scene), 'hinted', [...WANTS, ...wants]);
  const isShown = apart(found, deleted) !== undefined && senderHolds(scene).length > 0;
  const grade = isShown ? 'shown' : deleted === undefined && isLongSince(scene, found) ? 'hinted' : 'suggested';
  return yes(`the SAs at ${scene.R} were cleared`, citeClear(scene), grade, wants);
}

/** A command without a stamp has its place in the order of its file: behind the deletion, or so long before it by the next stamp, it did not bring it about. */
function placeOf(scene: Scene, command: TimedEvent, deleted: TimedEvent | undefined): 'apart' | undefined {
  if (deleted === undefined || deleted.side !== command.side || deleted.file !== command.file) return undefined;
  if (apart(command, deleted) !== undefined) return undefined;
  if (command.line > deleted.line) return 'apart';
  const gap = apart(stampedBehind(scene, command), deleted);
  return gap !== undefined && gap.leastMs > SOON_MS ? 'apart' : undefined;
}
