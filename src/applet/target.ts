/** A target is the platform and the release that applets are written for: what bites there, and what it does not have yet. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Applet } from './model.ts';

export interface Target {
  platform?: 'ios' | 'ios-xe' | undefined;
  /** `12.4(20)T`, `15.2(4)M`, `17.9.4` */
  release?: string | undefined;
}

/** Hazards of classic IOS alone. [B] eem.md 10.13 */
const CLASSIC_ONLY = new Set(['double-pipe']);

export function isOfTarget(id: string, target: Target | undefined): boolean {
  return target?.platform !== 'ios-xe' || !CLASSIC_ONLY.has(id);
}

/** Actions that EEM 3.0 brought, with 12.4(22)T and 12.2(33)SRE. [C] eem.md 5 */
const SINCE_3_0 = new Set<string>([
  ...[
    'add',
    'append',
    'break',
    'comment',
    'context',
    'continue',
    'decrement',
    'divide',
    'else',
    'elseif',
    'end',
    'exit',
    'foreach',
    'gets',
  ],
  ...['handle-error', 'if', 'increment', 'multiply', 'puts', 'regexp', 'set', 'string', 'subtract', 'track', 'wait', 'while'],
]);

/** Each applet that uses what its release does not have, at the first of them. */
export function newerThanTarget(applets: readonly Applet[], target: Target | undefined): Diagnostic[] {
  if (target?.release === undefined || !isBefore3(target.release)) return [];
  return applets.flatMap(({ actions }) => {
    const newer = actions.find(({ verb }) => SINCE_3_0.has(verb));
    if (newer === undefined) return [];
    const { file, line, column, text: sourceLine } = newer.place;
    const summary = `\`${newer.verb}\` came with EEM 3.0 (12.4(22)T, 12.2(33)SRE): ${target.release} does not have it`;
    return [{ severity: 'error' as const, file, line, column, summary, code: 'newer-than-target', sourceLine }];
  });
}

/** Between the two trains of 12 that are known; anything else is not judged. */
function isBefore3(release: string): boolean {
  const { major, minor, build, train } =
    /^(?<major>\d+)\.(?<minor>\d+)\((?<build>\d+)[a-z]*\)?(?<train>[A-Z]*)/.exec(release)?.groups ?? {};
  if (major !== '12') return false;
  if (minor === '4') return Number(build) < 22;
  return train === 'T' || Number(minor) < 2 || minor === '3';
}
