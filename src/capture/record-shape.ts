/** The shapes of what a record holds, checked when it is read: a file of an older version, or one that was edited, is named and not believed. */
import { z } from 'zod';
import type { Side } from '../ipsec/side.ts';
import { STORED_ENDS } from '../playbook/peer-schema.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { PLAYBOOK_SCHEMA } from '../playbook/schema.ts';
import { refuse } from './ours.ts';
import { STORED_PLAN } from './plan-shape.ts';

/** `undone`: taken back on purpose while armed; `measured`: before arming; `changed`: seen while waiting; `fetched`: a file is here; `kept`: it stays on the router; `withdrawn`: what stood is off, the capture goes to another; `saved`: its applets are in the startup configuration, `unsaved`: not any more; `restored`: what was done since the backup is not known. */
export const ACTS = [
  'intent',
  'done',
  'undone',
  'measured',
  'changed',
  'sprung',
  'called',
  'collected',
  'disarming',
  'disarmed',
  'fetched',
  'kept',
  'withdrawn',
  'saved',
  'unsaved',
  'restored',
] as const;

/**
 * A kind of act that a newer version has written. It is kept and passed by: whatever may stand on a router is announced by an `intent`, in every
 * version, so that no kind that is added later can hide it.
 */
export type NewerAct = string & z.$brand<'newer'>;

/** `intent` is written before a router is touched, so that a killed capture knows what may have happened. */
export interface JournalEntry {
  at: string;
  side: Side;
  step: string;
  what: (typeof ACTS)[number] | NewerAct;
  detail?: string | undefined;
}

/** With its spans in seconds; a key that this version does not know is left out. */
const STORED_PLAYBOOK: z.ZodType<Playbook> = z.object({
  ...PLAYBOOK_SCHEMA.omit({ tail: true, lease: true, poll: true, tunnel: true }).shape,
  ...STORED_ENDS,
  tailSeconds: z.number(),
  leaseSeconds: z.number(),
  pollSeconds: z.number(),
});

/** With whatever else a newer version says in it. */
const ENTRY: z.ZodType<JournalEntry> = z.looseObject({
  at: z.string(),
  side: z.enum(['a', 'b']),
  step: z.string(),
  what: z.enum(ACTS).or(
    z
      .string()
      .regex(/^[a-z][a-z-]{0,39}$/, 'expected what was done, in a word')
      .brand<'newer'>(),
  ),
  detail: z.string().optional(),
});

/** The kinds that this version does not know, each once. */
export function newerActs(journal: readonly JournalEntry[]): string[] {
  const known: readonly string[] = ACTS;
  return [...new Set(journal.map(({ what }) => what).filter((what) => !known.includes(what)))];
}

export function parsePlan(json: string, path: string): Plan {
  return parse(json, path, STORED_PLAN);
}

export function parseStoredPlaybook(json: string, path: string): Playbook {
  return parse(json, path, STORED_PLAYBOOK);
}

/** The entry, or why the line is none. */
export function parseEntry(line: string): JournalEntry | string {
  const value = parseJson(line);
  if (value === undefined) return 'it is not JSON';
  const { success, data, error } = ENTRY.safeParse(value);
  return success ? data : printMistakes(error);
}

function parse<Shape>(json: string, path: string, schema: z.ZodType<Shape>): Shape {
  const value = parseJson(json);
  const next = 'clean up the routers without it: `flaptrap sweep PLAYBOOK --all`';
  if (value === undefined) throw refuse(path, 'it is not JSON', next);
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw refuse(path, printMistakes(error), next);
}

function printMistakes({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ');
}

/** Undefined when it is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
