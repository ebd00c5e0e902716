/** The shape of a stored plan, checked when it is read; one that an earlier version stored is given the kinds of its steps. */
import { z } from 'zod';
import { CONDITIONAL_DEBUGS } from '../ios/debugs.ts';
import { TRACE_IDS } from '../ios/event-traces.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import type { Peer } from '../ipsec/peer.ts';
import { FOREIGN_VENDORS } from '../playbook/foreign.ts';
import { ROLES } from '../playbook/ownership.ts';
import { keysOf } from '../playbook/peer-schema.ts';
import type { Plan } from '../playbook/plan.ts';
import { RETRIEVALS } from '../playbook/schema.ts';
import { SETTING_IDS } from '../playbook/settings.ts';
import { DAYS } from '../playbook/window.ts';
import { withKind } from './older-step.ts';

const text = z.string();
const texts = z.array(text);
const captureId = text.regex(/^[0-9a-f]{8}$/, 'expected eight hex digits');
const instant = text.refine((iso) => Number.isFinite(Date.parse(iso)), 'expected a date and time (ISO 8601)');
const platform = z.enum(Object.keys(PLATFORMS) as [PlatformId, ...PlatformId[]]);
const address = z.custom<Peer['address']>((value) => typeof value === 'string', 'expected an address');

const setting = z.enum(SETTING_IDS);
const act = z.object({ mode: z.enum(['exec', 'configure']), lines: texts });
const change = act.extend({ id: text, title: text, undo: act });
const step = z.discriminatedUnion('kind', [
  change.extend({ kind: z.literal('applet'), role: z.enum(ROLES), applet: text }),
  change.extend({ kind: z.literal('logging'), bufferBytes: z.int().positive().nullable() }),
  change.extend({ kind: z.literal('setting'), setting }),
  change.extend({ kind: z.literal('trace'), trace: z.enum(TRACE_IDS), mark: text }),
  change.extend({ kind: z.literal('packets'), captureId }),
  change.extend({ kind: z.literal('condition'), remote: address, mark: text }),
  change.extend({ kind: z.literal('debug'), family: z.enum(CONDITIONAL_DEBUGS), mark: text }),
]);

const ends = z.object({ local: address, remote: address });
const standing = z.object({ captureId: text, roles: texts, tunnel: ends.nullable(), leaseEndsAt: text.nullable(), marks: texts });

/** Earlier versions noted fewer of them: a plan that stands needs the platform and the buffer alone. */
const facts = z.object({
  isAssumed: z.boolean().default(false),
  hostname: text.default(''),
  platform,
  version: text.default(''),
  image: text.nullable().default(null),
  serial: text.nullable().default(null),
  eemVersion: text.nullable().default(null),
  loggingLine: text.nullable().default(null),
  bufferBytes: z.number().default(0),
  isBufferAtDebugging: z.boolean().default(true),
  narrowedLine: text.nullable().default(null),
  settings: z.array(z.object({ id: setting, title: text, line: text, restore: text })).default([]),
  traces: z
    .array(z.object({ id: z.enum(TRACE_IDS), isEnabled: z.boolean(), entries: z.number().nullable(), sizeLine: text.nullable() }))
    .default([]),
  memory: z.object({ totalBytes: z.number(), usedBytes: z.number(), largestBytes: z.number() }).nullable().default(null),
  cpuPercent: z.number().nullable().default(null),
  silentSeconds: z.number().nullable().default(null),
  debugs: texts.default([]),
  conditions: texts.default([]),
  captures: z.array(standing).default([]),
  standingRestores: texts.default([]),
  clockMs: z.number().nullable().default(null),
  flashFreeBytes: z.number().nullable().default(null),
  freeTerminalLines: z.number().nullable().default(null),
  terminalHolders: texts.default([]),
  ownFiles: z.array(z.object({ name: text, sizeBytes: z.number(), problem: text.optional() })).default([]),
  sessions: z.number().nullable().default(null),
  ends: z.null().default(null),
});

const statement = z.object({
  about: z.enum(['address', 'peer', 'router']),
  standing: z.enum(['proven', 'refuted', 'unproven']),
  claim: text,
  because: text,
  next: text.optional(),
});
const file = z.object({ command: text, path: text, isOptional: z.boolean().optional() });
const foreign = z.object({ vendor: z.enum(keysOf(FOREIGN_VENDORS)), title: text, ask: text });
const peer = z.object({
  side: z.enum(['a', 'b']),
  name: text,
  platform,
  steps: z.array(z.preprocess(withKind, step)),
  files: z.array(file),
  marker: file,
  snapshots: texts.default([]),
  callApplet: text,
  probe: z.object({ applet: text, path: text, waitSeconds: z.number(), maxrunSeconds: z.number() }).optional(),
  warnings: texts,
  proof: z.array(statement).default([]),
  facts,
  foreign: foreign.optional(),
});
const end = z.object({ name: text, address, natAddress: address.optional() });

export const STORED_PLAN: z.ZodType<Plan> = z.object({
  schema: z.literal('flaptrap.plan/1'),
  playbook: text,
  captureId,
  digest: text,
  leaseEndsAt: instant,
  leaseSeconds: z.number(),
  tailSeconds: z.number(),
  ticket: text.optional(),
  window: z.object({ from: text, to: text, days: z.array(z.enum(DAYS)), zone: text }).optional(),
  freezeSeconds: z.number(),
  retrieve: z.array(z.enum(RETRIEVALS)),
  tunnel: z.object({ a: end, b: end }),
  spokes: z.array(end.extend({ foreign })).optional(),
  peers: z.object({ a: peer, b: peer }),
});
