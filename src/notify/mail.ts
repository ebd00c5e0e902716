/** Mailing gives a letter to the mail server that the playbook names: over TLS, unless it says that there is none. */
import { createTransport } from 'nodemailer';
import { messageOf } from '../errors.ts';
import { codeOf } from '../file-trouble.ts';
import type { Channel } from '../playbook/notify-schema.ts';
import type { Letter } from './formats.ts';
import { type Outcome, outcomeOfError } from './retry.ts';

export interface Mailing {
  channel: Extract<Channel, { kind: 'email' }>;
  letter: Letter;
  password?: string | undefined;
  ca?: string | undefined;
  /** The same for each try: a server that has it twice can tell. */
  messageId: string;
}

const CONNECT_MS = 15_000;
const SILENT_MS = 30_000;
/** A server that says a little now and then is never silent, and never done. */
const TRY_MS = 120_000;

/** Never throws. A mail server stands inside nearly everywhere: that its address is private says nothing against it. */
export async function mail({ channel, letter, password, ca, messageId }: Mailing, tryMs = TRY_MS): Promise<Outcome> {
  const { protocol, hostname, port } = new URL(channel.server);
  const isSecure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: channel.tls && !isSecure,
    ...(channel.username === undefined || password === undefined ? {} : { auth: { user: channel.username, pass: password } }),
    tls: { ...(ca === undefined ? {} : { ca }), minVersion: 'TLSv1.2' },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    // A letter is words: it fetches nothing and reads no file.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const over = AbortSignal.timeout(tryMs);
  try {
    await transport.sendMail({ from: channel.from, to: channel.to, messageId, ...letter, signal: over });
    return { is: 'sent' };
  } catch (error) {
    if (over.aborted) return { is: 'failed', why: `the mail server has not taken it in ${tryMs / 1000} s`, mayRetry: true };
    const reply = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined;
    return outcomeOfError(codeOf(error), messageOf(error), reply);
  } finally {
    transport.close();
  }
}
