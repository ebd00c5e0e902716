/** Confirmed is what an engineer found a bundle's incidents to have been in the end: a file of ours beside the bundle, never inside what is sealed. */
import * as z from 'zod';
import { FlaptrapError } from '../../errors.ts';
import { CAUSE_IDS, type CauseId } from '../../ipsec/cause.ts';
import { sayNearest } from '../../nearest.ts';
import { sayNothing } from '../../report/none.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';

/** A cause that flaptrap does not know; the note says which. */
export const OTHER = 'other';
export const CONFIRMABLE = [...CAUSE_IDS, OTHER] as const;

const finding = z.strictObject({
  spi: z.string().regex(/^0x[0-9A-F]{8}$/),
  receiver: z.enum(['a', 'b']),
  cause: z.enum(CONFIRMABLE),
  note: z.string().optional(),
  /** ISO 8601, by the clock of whoever confirmed. */
  at: z.iso.datetime(),
  /** What the verdict was then. */
  verdict: z.strictObject({ cause: z.enum([...CAUSE_IDS, 'unknown']), confidence: z.enum(['certain', 'likely', 'possible']) }),
});

const SCHEMA = z.strictObject({ schema: z.literal('flaptrap.confirmed/1'), findings: z.array(finding).max(10_000) });

/** Of one SPI the last counts: people change their minds. */
export type Confirmed = z.infer<typeof SCHEMA>;
export type Finding = z.infer<typeof finding>;

export const NOTHING_CONFIRMED: Confirmed = { schema: 'flaptrap.confirmed/1', findings: [] };

/** `captures/7f3a9c01` -> `captures/7f3a9c01.confirmed.json`; of an archive alike. */
export function confirmedPath(bundle: string): string {
  return `${bundle.replace(/[/\\]+$/, '')}.confirmed.json`;
}

/** Throws `input` for what is none of ours. */
export function parseConfirmed(text: string, path: string): Confirmed {
  const parsed = SCHEMA.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FlaptrapError(
    'input',
    `${path} is no record of confirmed causes: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    {
      next: 'move it away, and confirm anew',
    },
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Confirming {
  cause: string;
  note?: string | undefined;
  /** Of which incident; needed where the bundle has several causes. */
  spi?: string | undefined;
}

/** One finding for each incident that is meant. Throws `input` where that is not clear. */
export function findingsOf(verdict: Verdict, { cause, note, spi }: Confirming, nowMs: number): Finding[] {
  const known = CONFIRMABLE.find((each) => each === cause);
  if (known === undefined)
    throw new FlaptrapError('input', `there is no cause ${cause}${sayNearest(cause, CONFIRMABLE)}`, {
      next: `name one of ${CONFIRMABLE.join(', ')}`,
    });
  if (known === OTHER && note === undefined)
    throw new FlaptrapError('input', 'what flaptrap does not know needs words', { next: 'say with --note what it was' });
  const at = new Date(nowMs).toISOString();
  return meant(verdict, spi).map(({ spi: own, receiver, cause: { id, confidence } }) => ({
    spi: own,
    receiver,
    cause: known,
    ...(note === undefined ? {} : { note }),
    at,
    verdict: { cause: id, confidence },
  }));
}

function meant(verdict: Verdict, spi: string | undefined): readonly JudgedIncident[] {
  const { incidents } = verdict;
  if (incidents.length === 0)
    throw new FlaptrapError('input', sayNothing(verdict) ?? 'the bundle has no incident: there is nothing to confirm');
  const named = spi === undefined ? incidents : incidents.filter((each) => each.spi.toLowerCase() === spi.toLowerCase());
  const listed = incidents.map((each) => `${each.spi} (${each.cause.id})`).join(', ');
  if (named.length === 0) throw new FlaptrapError('input', `no incident is of the SPI ${spi}`, { next: `name one of ${listed}` });
  if (spi !== undefined || new Set(incidents.map((each) => each.cause.id)).size === 1) return named;
  throw new FlaptrapError('input', 'the bundle has incidents of several causes', { next: `say with --spi which is meant: ${listed}` });
}

/** The last finding for the incident. */
export function foundFor({ findings }: Confirmed, { spi, receiver }: Pick<JudgedIncident, 'spi' | 'receiver'>): Finding | undefined {
  return findings.findLast((each) => each.spi === spi && each.receiver === receiver);
}

/** True when the verdict named what it was in the end. */
export function isRight({ id }: { id: CauseId | 'unknown' }, { cause }: Finding): boolean {
  return id === cause;
}
