/** The debugs are the families that can be switched on; those that a condition narrows to one peer are armed. */
import type { ConditionalFamily, DebugFamily } from './families/family.ts';
import { FAMILIES } from './families/index.ts';

type IdOf<Kind> = { [Id in keyof typeof FAMILIES]: (typeof FAMILIES)[Id] extends Kind ? Id : never }[keyof typeof FAMILIES];
export type DebugId = IdOf<DebugFamily>;
export type ConditionalDebugId = IdOf<ConditionalFamily>;

function isDebug(entry: [string, unknown]): entry is [DebugId, DebugFamily] {
  return typeof entry[1] === 'object' && entry[1] !== null && 'on' in entry[1];
}

function isConditional(entry: [string, unknown]): entry is [ConditionalDebugId, ConditionalFamily] {
  return isDebug(entry) && 'isConditional' in entry[1];
}

/** By id. */
export const DEBUGS = Object.fromEntries(Object.entries(FAMILIES).filter(isDebug)) as Record<DebugId, DebugFamily>;

export const CONDITIONAL_DEBUGS: readonly ConditionalDebugId[] = Object.entries(FAMILIES)
  .filter(isConditional)
  .map(([id]) => id);
