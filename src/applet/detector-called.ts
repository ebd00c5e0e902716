/** A detector goes by its id or by any other word that the device has for it. */
import type { Detector } from './detectors/detector.ts';
import { DETECTORS } from './detectors/index.ts';

export function detectorCalled(word: string): Detector | undefined {
  return Object.values<Detector>(DETECTORS).find(({ id, names = [] }) => id === word || names.includes(word));
}
