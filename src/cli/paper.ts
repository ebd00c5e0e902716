/** Paper is what a command writes on: how wide it is, and whether it takes colour. */
import type { Sink } from './outlet.ts';

export interface Paper {
  /** Of a terminal, within what is laid out for; undefined where nobody knows: a pipe, a file. */
  columns: number | undefined;
  hasColour: boolean;
}

/** Narrower than the one, nothing is laid out any more; wider than the other, the eye does not find back. */
const COLUMNS_MIN = 60;
const COLUMNS_MAX = 200;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `NO_COLOR` says no and `FORCE_COLOR` says yes, wherever it goes; both when they are not empty, and the no is the stronger. A dumb terminal has a
 * width and no colour. [C no-color.org, force-color.org]
 */
export function paperOf({ isTTY, columns }: Pick<Sink, 'isTTY' | 'columns'>, env: Environment): Paper {
  const isTerminal = isTTY === true;
  return {
    columns: isTerminal && columns !== undefined && columns > 0 ? Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, columns)) : undefined,
    hasColour: isSet(env['NO_COLOR']) ? false : (isForced(env['FORCE_COLOR']) ?? (isTerminal && env['TERM'] !== 'dumb')),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** `FORCE_COLOR=0` is how Node's own programs are told to leave it. */
function isForced(value: string | undefined): boolean | undefined {
  return value === undefined || value === '' ? undefined : value !== '0' && value !== 'false';
}
