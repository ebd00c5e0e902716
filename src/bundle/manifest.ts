/** A manifest is a bundle's table of contents: who captured what and when, the clock probes, and what could not be fetched. */

import * as z from 'zod';
import { messageOf } from '../errors.ts';

export const MANIFEST_FILE = 'manifest.json';

/** What a router's clock said, between two readings of the collecting host's clock. */
const clockProbe = z.looseObject({
  side: z.enum(['a', 'b']),
  beforeMs: z.number(),
  afterMs: z.number(),
  /** The router's answer: `*04:45:00.857 UTC Thu Aug 7 2025`. */
  answer: z.string(),
});

const file = z.looseObject({
  /** `a/show_logging.txt` */
  path: z.string(),
  bytes: z.number(),
  sha256: z.string().optional(),
  /** How it is known to be whole: `size and md5`, `size`, `answer`. */
  proof: z.string().optional(),
});

/** A peer that is not ours: its operator is asked, and whoever gets the answer puts it into the side's folder. */
const asked = z.looseObject({ side: z.enum(['a', 'b']), what: z.string() });

const failure = z.looseObject({ side: z.enum(['a', 'b']).optional(), what: z.string().optional(), why: z.string() });

export const manifestSchema = z.looseObject({
  schema: z.literal('flaptrap.manifest/1'),
  captureId: z.string().optional(),
  /** Who captured, as far as is known. */
  by: z.string().optional(),
  /** ms since 1970 on the collecting host. */
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  clockProbes: z.array(clockProbe).default([]),
  files: z.array(file).default([]),
  asked: z.array(asked).optional(),
  failures: z.array(failure).default([]),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ClockProbe = z.infer<typeof clockProbe>;
export type ManifestFile = z.infer<typeof file>;
export type ManifestFailure = z.infer<typeof failure>;

/** The manifest in the text, or why it is none. */
export function parseManifest(text: string): { manifest: Manifest } | { why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { why: messageOf(error) };
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return { manifest: parsed.data };
  const [issue] = parsed.error.issues;
  return { why: issue === undefined ? 'it does not have the form of a manifest' : `${issue.path.join('.') || 'it'}: ${issue.message}` };
}
