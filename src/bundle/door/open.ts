/** Opening a file unwraps it, turns it round, unfolds it and splits it by command: its router need not be known for that. */

import type { DecodedFile } from './admitted.ts';
import { openPlayed } from './asciicast.ts';
import { leaveDecoded } from './binary-trace.ts';
import { type Parts, splitCommands } from './command-parts.ts';
import { dataIn, whyLeft } from './data.ts';
import { putInOrder } from './disorder.ts';
import { closeUp } from './double-spaced.ts';
import { commandOfPage, isLog, whyUntold } from './kind.ts';
import { keep } from './page.ts';
import { joinQuotes } from './quoted-fold.ts';
import { gatherRelayed, saidToRepeat } from './relayed.ts';
import { withoutRepeats } from './repeats.ts';
import { unsplice } from './spliced.ts';
import { nameTech } from './tech-host.ts';
import { turnRound } from './turn.ts';
import { unfold } from './unfold.ts';
import { unwrap } from './wrapping.ts';

/** A file with what was found in it. */
export interface Opened extends Parts {
  source: DecodedFile;
  /** The command, when the whole file is its output. */
  command: string | undefined;
  /** What it is, where it is data of a model or a tool and no text of a router. */
  data?: string | undefined;
  /** What was left out before it was split, in words. */
  left: readonly string[];
  /** True of a large log of which only places were looked at: it is taken as it stands. */
  isSample: boolean;
}

/** Beyond this a file is only worked on when a sample of it needs it: a log of half a gigabyte is not held twice for nothing. */
export const LARGE_CHARACTERS = 24_000_000;
/** At its beginning, in its middle and at its end. */
const SAMPLE_PLACES = [0, 0.5, 1] as const;
const SAMPLE_CHARACTERS = 200_000;

export function openFile(source: DecodedFile, largeCharacters = LARGE_CHARACTERS): Opened {
  if (source.text.length <= largeCharacters) return openText(source, source.text);
  const sample = openText(source, sampleOf(source.text));
  const isPlain =
    sample.rest.done.length === 0 && sample.shows.length === 0 && sample.left.length === 0 && withoutRepeats(sample.rest) === sample.rest;
  return isPlain ? { ...sample, isSample: true } : openText(source, source.text);
}

/** Whole lines. */
function sampleOf(text: string): string {
  const length = Math.min(SAMPLE_CHARACTERS, Math.floor(text.length / (SAMPLE_PLACES.length + 1)));
  return SAMPLE_PLACES.map((share) => {
    const from = text.lastIndexOf('\n', Math.floor((text.length - length) * share)) + 1;
    return text.slice(from, text.indexOf('\n', from + length - 1) + 1 || text.length);
  }).join('');
}

export function openText(source: DecodedFile, text: string): Opened {
  const unwrapped = unwrap(openPlayed(source.path, text));
  const data = dataIn(unwrapped);
  if (data !== undefined)
    return { source, command: undefined, data, rest: keep(unwrapped, []), shows: [], left: [whyLeft(unwrapped)], isSample: false };
  const { page: plain, left: decoded } = leaveDecoded(unwrapped);
  const left = [...(unwrapped.left ?? []), ...decoded, ...saidToRepeat(unwrapped)];
  if (!isLog(source.path)) return { source, command: undefined, rest: plain, shows: [], left, isSample: false };
  const isSession = splitCommands(plain).shows.length > 0;
  const command = isSession ? undefined : commandOfPage(source.path, plain.lines);
  if (command !== undefined) return { source, command, rest: plain, shows: [], left, isSample: false };
  return {
    source,
    command,
    left: isSession ? left : [...left, ...whyUntold(plain.lines)],
    isSample: false,
    ...splitCommands(gatherRelayed(putInOrder(joinQuotes(unfold(turnRound(nameTech(unsplice(closeUp(plain))))))))),
  };
}
