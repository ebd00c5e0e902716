/** All doubts, by id: a file for each part of a router that they are about. */
import type { Doubt } from './doubt.ts';
import { EEM_DOUBTS } from './eem.ts';
import { FILE_DOUBTS } from './files.ts';
import { RECORDING_DOUBTS } from './recording.ts';
import { TERMINAL_DOUBTS } from './terminal.ts';

export const DOUBTS = {
  ...EEM_DOUBTS,
  ...FILE_DOUBTS,
  ...RECORDING_DOUBTS,
  ...TERMINAL_DOUBTS,
} as const satisfies Record<string, Doubt>;

export type DoubtId = keyof typeof DOUBTS;

/** What of a router's specification makes all of these beliefs false at once. */
export function doubted(ids: readonly DoubtId[]): Pick<Doubt, 'spec'> & { quirks: NonNullable<Doubt['quirk']>[] } {
  const chosen = ids.map((id): Doubt => DOUBTS[id]);
  return {
    spec: Object.assign({}, ...chosen.map(({ spec }) => spec ?? {})),
    quirks: chosen.flatMap(({ quirk }) => (quirk === undefined ? [] : [quirk])),
  };
}
