/** Retrying: what may be sent again, and when: later each time, never all at once, and not before the other side wants it. */

/** What became of one try. `retryAfterMs`: what the other side asked for. */
export type Outcome = { is: 'sent' } | { is: 'failed'; why: string; mayRetry: boolean; retryAfterMs?: number | undefined };

export const TRIES_MAX = 7;
const FIRST_MS = 2000;
const LONGEST_MS = 300_000;
/** Who asks for more is not waited for longer. */
const ASKED_MAX_MS = 3_600_000;

/** Before try `tries` + 1, of which `tries` have failed; `jitter` from 0 to 1. Undefined when it is given up. */
export function delayBefore(tries: number, outcome: Outcome, jitter: number): number | undefined {
  if (outcome.is === 'sent' || !outcome.mayRetry || tries >= TRIES_MAX) return undefined;
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1));
  const own = most / 2 + (most / 2) * jitter;
  return Math.max(own, Math.min(outcome.retryAfterMs ?? 0, ASKED_MAX_MS));
}

/** The other side did not get it, or could not deal with it now: 408, 425, 429 and what a gateway says. */
const AGAIN = [408, 425, 429, 500, 502, 503, 504];

export function outcomeOfStatus(status: number, retryAfter: string | undefined, nowMs: number): Outcome {
  if (status >= 200 && status < 300) return { is: 'sent' };
  const why = status >= 300 && status < 400 ? `it answered ${status} and points elsewhere, where nobody is told` : `it answered ${status}`;
  return { is: 'failed', why, mayRetry: AGAIN.includes(status), retryAfterMs: parseRetryAfter(retryAfter, nowMs) };
}

/** Seconds, or a date. [C RFC 9110 10.2.3] */
function parseRetryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms - nowMs);
}

/** No certificate becomes right by waiting, and no name that is none. */
const FOR_GOOD =
  /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ENOTFOUND$|EAUTH$|ETLS$|EENVELOPE$|EPRIVATE$|EPROTOCOL$|ERR_INVALID|ERR_SSL)/;

/** By the code of an error of the network; of a mail server by its answer. [C RFC 5321 4.2.1: 4yz is transient] */
export function outcomeOfError(code: string, why: string, reply?: number): Outcome {
  const mayRetry = reply === undefined ? !FOR_GOOD.test(code) : reply >= 400 && reply < 500;
  return { is: 'failed', why, mayRetry };
}
