/** Options that several commands share, and what their values may be. */
import { InvalidArgumentError } from 'commander';
import { DEFAULT_STATE } from '../state-folder.ts';

export const STATE = ['--state <dir>', 'where captures are remembered; FLAPTRAP_STATE says it too', DEFAULT_STATE] as const;
export const RECORD = ['--record <dir>', 'keep each session there byte for byte, secrets removed, to be replayed as a test'] as const;
export const OUT = ['--out <dir>', 'where the bundle and the report are written', 'captures'] as const;

/** A clock cannot keep up with more. */
const SPEED_MAX = 600;

export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

export function parseIke(text: string): 1 | 2 {
  if (text === '1' || text === '2') return text === '1' ? 1 : 2;
  throw new InvalidArgumentError('expected 1 or 2.');
}

export function parseSeconds(text: string): number {
  if (!/^-?\d{1,9}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('expected a number.');
  return Number(text);
}

export function parseSpeed(text: string): number {
  const speed = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (speed > 0 && speed <= SPEED_MAX) return speed;
  throw new InvalidArgumentError(`expected a number above 0 and at most ${SPEED_MAX}.`);
}

/** `--ignore a,b --ignore c`: no list without an end, which would take the file behind it for one of its own. */
export function parseIds(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((id) => id.trim())];
}
