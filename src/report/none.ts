/** None is what is said without an incident: that is good news only where somebody listened, no message was damaged, and none is of an unknown sender. */
import { printPlace } from '../ipsec/citation.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { ShutLog } from '../timeline/shut-log.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { sayOld, sayOtherTunnels, sayStrangers } from './other-tunnels.ts';
import { collectedBy, openedBy, sayShut } from './shut-log.ts';

type Records = Pick<Verdict, 'recordings' | 'tunnel' | 'cut'>;

export function sayNone(verdict: Records): string {
  return sayNothing(verdict) ?? `No incident: ${sayClear(verdict)}`;
}

/** The same with what else was logged, where no story follows. */
export function sayAllOfNone(verdict: Records): string[] {
  return [sayNone(verdict), ...sayOld(verdict), ...sayStrangers(verdict), ...sayOtherTunnels(verdict)];
}

/** What was not logged, as far as it could have been: a sentence that begins small. */
export function sayClear({ recordings, tunnel }: Records): string {
  const unlogged = SIDES.flatMap((side) => {
    const { unlogged: count = 0 } = recordings[side];
    return count === 0 ? [] : [`${tunnel[side].name} counts ${counted(count, 'message')} that never reached its log, at whatever time.`];
  });
  return [`${sayNotOurs(recordings) ?? 'neither router logged an unknown SPI on this tunnel'}.`, ...unlogged].join(' ');
}

/** Messages of an unknown SPI are on record, and none of them is of this tunnel and of this time. */
function sayNotOurs(recordings: Records['recordings']): string | undefined {
  const sum = (of: 'foreignInvalidSpis' | 'oldInvalidSpis') => SIDES.reduce((total, side) => total + recordings[side][of], 0);
  const [foreign, old] = [sum('foreignInvalidSpis'), sum('oldInvalidSpis')];
  if (foreign + old === 0) return undefined;
  const parts = [
    ...(foreign === 0 ? [] : [`${counted(foreign, 'message')} of ${foreign === 1 ? 'another tunnel' : 'other tunnels'}`]),
    ...(old === 0 ? [] : [`${counted(old, 'message')} older by months`]),
  ];
  return `of this tunnel and this time neither router logged an unknown SPI; on record ${foreign + old === 1 ? 'is' : 'are'} only ${parts.join(' and ')}`;
}

/** Undefined where both records would show an unknown SPI, and none of an unknown sender is in them. */
export function sayNothing(verdict: Records): string | undefined {
  const { cut = [] } = verdict;
  if (cut.length > 0)
    return `Nothing to judge: ${counted(cut.length, 'message')} of an unknown SPI ${cut.length === 1 ? 'is' : 'are'} on record, of which not all is left: ${cut.map((each) => `${each.side}: ${printPlace(each)}`).join(', ')}.`;
  const why = [...sayUntied(verdict), ...sayUnheard(verdict)];
  if (why.length === 0) return undefined;
  return [`Nothing to judge: ${why.join(', and ')}.`, ...sayOpening(verdict)].join(' ');
}

function sayOpening({ recordings, tunnel }: Records): string[] {
  const { garbled, shut: closed } = bySilence(recordings);
  // Of what could not be read nobody knows that it is of IOS.
  const each = (say: (shut: readonly ShutLog[]) => string[]) =>
    sharing(closed.map((side) => [tunnel[side].name, say(recordings[side].shut ?? []).join(', ')]));
  return [
    ...each(openedBy).map(([lines, on]) => `So that the next one is kept, configure on ${on.join(' and on ')}: ${lines}.`),
    ...each(collectedBy).map(([what, of]) => `Collect from ${of.join(' and from ')} instead: ${what}.`),
    ...garbled.map((side) => `Collect from ${tunnel[side].name} its log as text, as its own command prints it.`),
  ];
}

/** Routers of which the same is wanted share a sentence. */
function sharing(wanted: readonly (readonly [name: string, what: string])[]): [what: string, names: string[]][] {
  const names = new Map<string, string[]>();
  for (const [name, what] of wanted) if (what !== '') names.set(what, [...(names.get(what) ?? []), name]);
  return [...names];
}

/** Whose they are nobody knows: they are no good news. */
function sayUntied({ recordings, tunnel }: Records): string[] {
  return SIDES.flatMap((side) => {
    const [first, ...more] = recordings[side].strangers;
    return first === undefined
      ? []
      : [
          `${tunnel[side].name} logged an unknown SPI, from ${more.length === 0 ? first : `${first} and ${counted(more.length, 'other address', 'other addresses')}`}, and no record ties that to this tunnel or to another`,
        ];
  });
}

function sayUnheard({ recordings, tunnel }: Records): string[] {
  const { absent, garbled, shut, silent } = bySilence(recordings);
  const unheard = [...absent, ...garbled, ...shut, ...silent];
  if (absent.length + garbled.length === SIDES.length) return ['no line of either record could be read'];
  const names = (sides: readonly Side[], word: string) => sides.map((side) => tunnel[side].name).join(` ${word} `);
  const other = SIDES.find((side) => !unheard.includes(side));
  return [
    ...shut.map(
      (side) => `the log of ${tunnel[side].name} could not show an unknown SPI (${recordings[side].shut?.map(sayShut).join('; ')})`,
    ),
    ...(silent.length === 0 ? [] : [`what was read of ${names(silent, 'and')} says nothing of this tunnel`]),
    ...(absent.length === 0 ? [] : [`there is no log of ${names(absent, 'and')}`]),
    ...(garbled.length === 0 ? [] : [`no line of a log of ${names(garbled, 'and')} could be read`]),
    ...(unheard.length === 1 && other !== undefined && recordings[other].strangers.length === 0 ? [sayOther(recordings[other])] : []),
  ];
}

function sayOther({ foreignInvalidSpis, oldInvalidSpis }: Records['recordings'][Side]): string {
  return `the other record shows no unknown SPI${foreignInvalidSpis + oldInvalidSpis === 0 ? '' : ' of this tunnel and this time'}`;
}

/** Each side at most once, by what is missing of it. */
function bySilence(recordings: Records['recordings']): Record<'absent' | 'garbled' | 'shut' | 'silent', Side[]> {
  const found: ReturnType<typeof bySilence> = { absent: [], garbled: [], shut: [], silent: [] };
  for (const side of SIDES) {
    const { lines, unknownLines, damagedLines, shut, kinds, foreignInvalidSpis } = recordings[side];
    if (lines === 0) found.absent.push(side);
    // One line may be both: they are not added up.
    else if (lines <= Math.max(unknownLines, damagedLines)) found.garbled.push(side);
    else if (shut !== undefined) found.shut.push(side);
    // What was typed says nothing of what was logged.
    else if (foreignInvalidSpis === 0 && kinds.every((kind) => kind === 'command')) found.silent.push(side);
  }
  return found;
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
