/** None is what is said without an incident: that is good news only where somebody listened, and no message was damaged. */
import { SIDES } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';

export function sayNone({ recordings, tunnel, cut = [] }: Pick<Verdict, 'recordings' | 'tunnel' | 'cut'>): string {
  if (cut.length > 0)
    return `Nothing to judge: ${cut.length === 1 ? '1 message' : `${cut.length} messages`} of an unknown SPI ${cut.length === 1 ? 'is' : 'are'} on record, of which the SPI itself is lost: ${cut.map(({ side, file, line }) => `${side}: ${file}:${line}`).join(', ')}.`;
  const unread = SIDES.filter((side) => recordings[side].lines <= recordings[side].unknownLines);
  const silent = SIDES.filter((side) => !unread.includes(side) && recordings[side].kinds.length === 0);
  if (unread.length + silent.length === 0) return 'No incident: neither router logged an unknown SPI on this tunnel.';
  if (unread.length === SIDES.length) return 'Nothing to judge: no line of either record could be read.';
  const names = (sides: typeof unread, word: string) => sides.map((side) => tunnel[side].name).join(` ${word} `);
  const isOtherHeard = unread.length + silent.length === 1;
  return `Nothing to judge: ${[
    ...(silent.length === 0 ? [] : [`what was read of ${names(silent, 'and')} says nothing of this tunnel`]),
    ...(unread.length === 0 ? [] : [`no line of a log of ${names(unread, 'and')} could be read`]),
    ...(isOtherHeard ? ['the other record shows no unknown SPI'] : []),
  ].join(', and ')}.`;
}
