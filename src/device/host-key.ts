/** A host key check decides whether the key that a server shows is the right one, and says why not with both fingerprints. */
import { type ErrorContext, FlaptrapError } from '../errors.ts';
import { type HostKeyJudgement, judgeHostKey, keyTypeOf, knownKeyTypes, printFingerprint, printKnownHost } from './known-hosts.ts';
import { readKnownHosts, writeKnownHost } from './read.ts';
import type { HostKeyPolicy, JumpTarget } from './target.ts';

export interface HostKeyCheck {
  /** Key types on file for this server. */
  knownKeyTypes: readonly string[];
  accepts(key: Buffer): boolean;
  /** Of the key that was shown; empty before. */
  fingerprint(): string;
  /** After a good login: writes down a new key, where the policy says so. */
  confirm(): Promise<void>;
  /** Why the key was refused, if it was. */
  refusal(context: ErrorContext): FlaptrapError | undefined;
}

export async function prepareHostKeyCheck({ host, port, hostKeys }: JumpTarget): Promise<HostKeyCheck> {
  const entries = hostKeys.policy === 'pinned' ? [] : await readKnownHosts(hostKeys.knownHosts);
  let seen: Buffer | undefined;
  let judgement: HostKeyJudgement = { is: 'unknown' };
  const isAccepted = (): boolean => judgement.is === 'known' || (judgement.is === 'unknown' && hostKeys.policy === 'accept-new');
  return {
    knownKeyTypes: knownKeyTypes(entries, host, port),
    accepts(key) {
      seen = key;
      judgement = hostKeys.policy === 'pinned' ? judgePin(hostKeys.fingerprint, key) : judgeHostKey(entries, host, port, key);
      return isAccepted();
    },
    fingerprint: () => (seen === undefined ? '' : printFingerprint(seen)),
    async confirm() {
      if (seen !== undefined && judgement.is === 'unknown' && hostKeys.policy === 'accept-new')
        await writeKnownHost(hostKeys.knownHosts, host, port, seen);
    },
    refusal: (context) =>
      seen === undefined || isAccepted() ? undefined : hostKeyError(judgement, seen, hostKeys, { host, port, context }),
  };
}

function judgePin(fingerprint: string, key: Buffer): HostKeyJudgement {
  const pin = fingerprint.startsWith('SHA256:') ? fingerprint.replace(/=+$/, '') : `SHA256:${fingerprint.replace(/=+$/, '')}`;
  return printFingerprint(key) === pin ? { is: 'known' } : { is: 'changed', expected: [`${pin} (pinned)`], line: 0 };
}

interface Server {
  host: string;
  port: number;
  context: ErrorContext;
}

function hostKeyError(judgement: HostKeyJudgement, key: Buffer, hostKeys: HostKeyPolicy, { host, port, context }: Server): FlaptrapError {
  const shown = `${printFingerprint(key)} (${keyTypeOf(key)})`;
  const file = hostKeys.policy === 'pinned' ? 'the pinned fingerprint' : hostKeys.knownHosts;
  if (judgement.is === 'revoked') {
    return new FlaptrapError('host-key-changed', `${host} shows a host key that is revoked in ${file} line ${judgement.line}`, {
      ...context,
      answer: `it shows ${shown}`,
      next: 'do not log in: find out which device answers at this address',
    });
  }
  if (judgement.is === 'changed') {
    const place = judgement.line === 0 ? file : `${file} line ${judgement.line}`;
    return new FlaptrapError('host-key-changed', `the host key of ${host} has changed`, {
      ...context,
      answer: `it shows   ${shown}\nexpected   ${judgement.expected.join(' or ')}`,
      next: `if the device was replaced, or has made itself a new one, correct ${place}; if not, another machine may be answering in its place`,
    });
  }
  return new FlaptrapError('host-key-unknown', `the host key of ${host} port ${port} is not known`, {
    ...context,
    answer: `it shows ${shown}`,
    next: [
      'compare the fingerprint with the one on the device, then add this line to',
      `${file}:`,
      printKnownHost(host, port, key),
      'or let flaptrap add it at the first login, with this in the playbook: hostKeys: {policy: accept-new}',
    ].join('\n'),
  });
}
