/** The shapes of what a record holds, checked when it is read: a file of an older version, or one that was edited, is named and not believed. */
import { z } from 'zod';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { RETRIEVALS } from '../playbook/retrieval.ts';
import { refuse } from './ours.ts';

/** `fetched`: a file is here; `kept`: it stays on the router; `withdrawn`: what stood is off, the capture goes to another. */
export const ACTS = [
  'intent',
  'done',
  'undone',
  'sprung',
  'called',
  'collected',
  'disarming',
  'disarmed',
  'fetched',
  'kept',
  'withdrawn',
] as const;

/** `intent` is written before a router is touched, so that a killed capture knows what may have happened. */
export interface JournalEntry {
  at: string;
  side: Side;
  step: string;
  what: (typeof ACTS)[number];
  detail?: string | undefined;
}

const both = <Schema extends z.ZodType>(schema: Schema) => z.looseObject({ a: schema, b: schema });
const text = z.string();
const side = z.enum(['a', 'b']);
const act = z.looseObject({ mode: z.enum(['exec', 'configure']), lines: z.array(text) });
const file = z.looseObject({ command: text, path: text });
const peer = z.looseObject({
  side,
  name: text,
  platform: z.enum(Object.keys(PLATFORMS) as [keyof typeof PLATFORMS]),
  steps: z.array(act.extend({ id: text, title: text, undo: act })),
  files: z.array(file),
  marker: file,
  callApplet: text,
  warnings: z.array(text),
  facts: z.looseObject({}),
});

const PLAN = z.looseObject({
  schema: z.literal('flaptrap.plan/1'),
  playbook: text,
  captureId: z.string().regex(/^[0-9a-f]{8}$/),
  digest: text,
  leaseEndsAt: z.string().refine((instant) => Number.isFinite(Date.parse(instant)), 'expected an instant'),
  leaseSeconds: z.number(),
  tailSeconds: z.number(),
  freezeSeconds: z.number(),
  retrieve: z.array(z.enum(RETRIEVALS)),
  tunnel: both(z.looseObject({ name: text, address: text })),
  peers: both(peer),
});

const login = z.looseObject({ username: text });
const PLAYBOOK = z.looseObject({
  name: text,
  tunnel: both(z.looseObject({ name: text, host: text, port: z.int(), address: text, login: text, jumpHosts: z.array(text) })),
  logins: z.record(text, login),
  jumpHosts: z.record(text, z.looseObject({ host: text, port: z.int(), login: text })),
  hostKeys: z.looseObject({ policy: text, knownHosts: text }),
  debugs: z.array(text),
  tailSeconds: z.number(),
  leaseSeconds: z.number(),
  pollSeconds: z.number(),
  formats: z.array(text),
});

const ENTRY = z.looseObject({ at: text, side, step: text, what: z.enum(ACTS), detail: text.optional() });

export function parsePlan(json: string, path: string): Plan {
  return parse<Plan>(json, path, PLAN);
}

export function parseStoredPlaybook(json: string, path: string): Playbook {
  return parse<Playbook>(json, path, PLAYBOOK);
}

/** The entry, or why the line is none. */
export function parseEntry(line: string): JournalEntry | string {
  const value = parseJson(line);
  if (value === undefined) return 'it is no JSON';
  const { success, error } = ENTRY.safeParse(value);
  return success ? (value as JournalEntry) : printMistakes(error);
}

/** What the schema has checked is given as it is written. */
function parse<Shape>(json: string, path: string, schema: z.ZodType): Shape {
  const value = parseJson(json);
  const next = 'take everything off the routers without it: `flaptrap sweep PLAYBOOK --all`';
  if (value === undefined) throw refuse(path, 'it is no JSON', next);
  const { success, error } = schema.safeParse(value);
  if (success) return value as Shape;
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
