/** Reaching a channel: only public addresses over TLS unless the playbook says that it is a private one, and always the address that was looked at. */
import { lookup } from 'node:dns';
import { request as requestClear } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { messageOf } from '../errors.ts';
import { codeOf } from '../file-trouble.ts';
import { type Outcome, outcomeOfError, outcomeOfStatus } from './retry.ts';

export interface Post {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
  /** It may be in a private network, and in the clear there. */
  isPrivate: boolean;
  ca?: string | undefined;
}

const TRY_MS = 15_000;
/** What is answered is read so that the connection ends, and no more of it. */
const ANSWER_BYTES_MAX = 64 * 1024;

/** Never throws, and follows nobody who points elsewhere: the post and its signature are for the address that was named. */
export async function post({ url, body, headers, isPrivate, ca }: Post, nowMs: number): Promise<Outcome> {
  const target = new URL(url);
  if (target.protocol !== 'https:' && !isPrivate) return refused('it is not an address of https://');
  const host = target.hostname.replace(/^\[|\]$/g, '');
  // A number is never looked up.
  if (!isPrivate && ipaddr.isValid(host) && !isPublic(host)) return refused(notPublic(host));
  return new Promise((resolve) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'flaptrap' },
      lookup: isPrivate ? undefined : lookupPublic,
      ca,
      agent: false as const,
      signal: AbortSignal.timeout(TRY_MS),
    };
    const sending = (target.protocol === 'https:' ? requestSecure : requestClear)(target, options, (answer) => {
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > ANSWER_BYTES_MAX) answer.destroy();
      });
      // Sent is sent, however its answer ends.
      answer.on('error', () => undefined);
      resolve(outcomeOfStatus(answer.statusCode ?? 0, answer.headers['retry-after'], nowMs));
    });
    sending.on('error', (error) => resolve(outcomeOfError(codeOf(error), messageOf(error))));
    sending.end(body);
  });
}

function refused(why: string): Outcome {
  return { is: 'failed', why, mayRetry: false };
}

function notPublic(address: string): string {
  return `${address} is no public address; the playbook must say private: true for it`;
}

/** All else is private, of this machine, of a link, or reserved. */
function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

/** The connection goes to what was looked at here: a name that says something else a moment later gains nothing. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const wrong = addresses?.find(({ address }) => !isPublic(address));
    if (error !== null) done(error, []);
    else if (wrong !== undefined) done(Object.assign(new Error(notPublic(wrong.address)), { code: 'EPRIVATE' }), []);
    else if (options.all === true) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};
