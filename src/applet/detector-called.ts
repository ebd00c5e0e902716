/** A detector goes by its id or by any other word that the device has for it. */
import type { Detector } from './detectors/detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { wordMeant } from './word.ts';

const ALL = Object.values<Detector>(DETECTORS);
const WORDS = new Map(ALL.flatMap((detector) => [detector.id, ...(detector.names ?? [])].map((word) => [word, detector] as const)));
export const DETECTOR_WORDS = [...WORDS.keys()];

export function detectorCalled(word: string): Detector | undefined {
  return WORDS.get(word) ?? WORDS.get(wordMeant(word, DETECTOR_WORDS) ?? '');
}
