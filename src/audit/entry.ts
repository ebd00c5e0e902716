/** An entry of the audit says one thing that passed between flaptrap and a router: who, when, on which device, for which capture, and what. */
import { z } from 'zod';

const TEXT = z.string();
const COUNT = z.number().int().nonnegative();
const HASH = z.string().regex(/^[0-9a-f]{64}$/);

/** Where a book stood when it was cited. */
export const CITED = z.object({ book: TEXT, number: COUNT, hash: HASH });
export type Cited = z.infer<typeof CITED>;

const OF_A_SESSION = { at: TEXT, session: COUNT, device: TEXT, capture: TEXT.nullable() };

export const ENTRY = z.discriminatedUnion('what', [
  /** First in each book; `follows`: where the books before it ended, so that none is taken away or cut unseen. */
  z.object({
    what: z.literal('opened'),
    at: TEXT,
    schema: z.literal('flaptrap.audit/1'),
    book: TEXT,
    operator: TEXT,
    follows: z.array(CITED),
  }),
  z.object({ what: z.literal('login'), ...OF_A_SESSION, operator: TEXT, host: TEXT, port: COUNT, user: TEXT, hostKey: TEXT }),
  /** As it was typed, without its line end, and without secrets. */
  z.object({ what: z.literal('typed'), ...OF_A_SESSION, text: TEXT }),
  /** All that came back before the next line was typed: how much and which, not what. */
  z.object({ what: z.literal('heard'), ...OF_A_SESSION, bytes: COUNT, sha256: HASH }),
  z.object({ what: z.literal('logout'), ...OF_A_SESSION }),
  /** So many could not be kept, since the audit could not be written for too long. */
  z.object({ what: z.literal('lost'), at: TEXT, entries: COUNT }),
]);
export type Entry = z.infer<typeof ENTRY>;
