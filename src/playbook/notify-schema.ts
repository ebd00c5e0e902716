/** Whom a playbook has told of a verdict: the grammar of its key `notify`. */
import { z } from 'zod';
import { SECRET_REFERENCE } from './secret.ts';

const reference = z.string().regex(SECRET_REFERENCE, 'expected a reference to a secret: env:NAME, file:PATH or command:COMMAND');
/** Whoever has the address of such a hook can write into the channel: it is a secret itself. */
const hook = reference.describe('Reference to the address of the hook, which is a secret itself.');
const isPrivate = z
  .boolean()
  .default(false)
  .describe('The address is in a private network, or on this machine; without it only public addresses are called, over TLS.');
const ca = reference.optional().describe('Reference to the certificate of your own authority, PEM.');
const mailbox = z.string().regex(/^[^\s@<>,;"\p{Cc}]+@[^\s@<>,;"\p{Cc}]+$/u, 'expected one address such as noc@example.net');

const channel = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('webhook'),
      url: z.url({ protocol: /^https?$/ }).describe('Where JSON is posted to.'),
      secret: reference.describe('Reference to the secret by which each post is signed (docs/notify.md).'),
      private: isPrivate,
      ca,
    })
    .refine(({ url, private: own }) => own || !url.startsWith('http:'), 'expected https://; http:// only beside private: true'),
  z.strictObject({ kind: z.literal('slack'), url: hook, private: isPrivate, ca }),
  z.strictObject({ kind: z.literal('teams'), url: hook, private: isPrivate, ca }),
  z
    .strictObject({
      kind: z.literal('email'),
      to: z.array(mailbox).min(1).max(20),
      from: mailbox,
      server: z
        .string()
        .regex(/^smtps?:\/\/(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/, 'expected smtp://HOST:PORT or smtps://HOST:PORT')
        .describe('smtps: TLS from the beginning; smtp: STARTTLS before anything is said, unless tls is false.'),
      tls: z.boolean().default(true).describe('false: in the clear where the server offers no STARTTLS, and never with a password.'),
      username: z.string().min(1).optional(),
      password: reference.optional(),
      ca,
    })
    .refine(({ username, password }) => (username === undefined) === (password === undefined), 'expected username and password, or neither')
    .refine(({ tls, password }) => tls || password === undefined, 'a password goes over TLS only: leave out tls: false'),
]);

export const NOTIFY = z
  .strictObject({
    every: z
      .enum(['10m', '30m', '1h', '6h', '24h'])
      .default('1h')
      .describe('Of one tunnel and cause one message in this time; what is held back is counted in the next.'),
    page: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Where `flaptrap serve` is found, for the link: https://flaptrap.example.net'),
    to: z.array(channel).min(1).max(10),
  })
  .describe('Who is told of each verdict: its first sentence, and a link.');

export type Notify = z.output<typeof NOTIFY>;
export type Channel = Notify['to'][number];
