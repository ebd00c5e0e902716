/** None is what is said without an incident: that is good news only where somebody listened, and no message was damaged. */
import { SIDES } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';

type Records = Pick<Verdict, 'recordings' | 'tunnel' | 'cut'>;

export function sayNone(verdict: Records): string {
  return sayNothing(verdict) ?? 'No incident: neither router logged an unknown SPI on this tunnel.';
}

/** Undefined where both records would show an unknown SPI. */
export function sayNothing({ recordings, tunnel, cut = [] }: Records): string | undefined {
  if (cut.length > 0)
    return `Nothing to judge: ${cut.length === 1 ? '1 message' : `${cut.length} messages`} of an unknown SPI ${cut.length === 1 ? 'is' : 'are'} on record, of which the SPI itself is lost: ${cut.map(({ side, file, line }) => `${side}: ${file}:${line}`).join(', ')}.`;
  const unread = SIDES.filter((side) => recordings[side].lines <= recordings[side].unknownLines);
  const silent = SIDES.filter((side) => !unread.includes(side) && recordings[side].kinds.length === 0);
  if (unread.length + silent.length === 0) return undefined;
  if (unread.length === SIDES.length) return 'Nothing to judge: no line of either record could be read.';
  const absent = unread.filter((side) => recordings[side].lines === 0);
  const garbled = unread.filter((side) => !absent.includes(side));
  const names = (sides: typeof unread, word: string) => sides.map((side) => tunnel[side].name).join(` ${word} `);
  const isOtherHeard = unread.length + silent.length === 1;
  return `Nothing to judge: ${[
    ...(silent.length === 0 ? [] : [`what was read of ${names(silent, 'and')} says nothing of this tunnel`]),
    ...(absent.length === 0 ? [] : [`there is no log of ${names(absent, 'and')}`]),
    ...(garbled.length === 0 ? [] : [`no line of a log of ${names(garbled, 'and')} could be read`]),
    ...(isOtherHeard ? ['the other record shows no unknown SPI'] : []),
  ].join(', and ')}.`;
}
