/** A teller sends tales to the channels of one playbook: never a flood, again where it may be, and never in the way of a capture. */

import { messageOf } from '../errors.ts';
import { parseDuration } from '../playbook/duration.ts';
import type { Channel, Notify } from '../playbook/notify-schema.ts';
import { Flood } from './flood.ts';
import { printLetter, printSlack, printTeams, printWebhook, signedHeaders } from './formats.ts';
import { mail } from './mail.ts';
import { post } from './reach.ts';
import { delayBefore, type Outcome } from './retry.ts';
import type { Tale } from './tale.ts';

export interface TellerPorts {
  /** Gives the secret behind a reference. */
  resolve(reference: string): Promise<string>;
  clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** From 0 to 1: never all at once. */
  jitter(): number;
  /** Something that no other delivery has. */
  nonce(): string;
  /** Hears what could not be told, in a sentence without secrets. */
  say(text: string): void;
}

export class Teller {
  readonly #notify: Notify;
  readonly #ports: TellerPorts;
  readonly #flood: Flood;
  readonly #open = new Set<Promise<void>>();
  readonly #over = new AbortController();

  constructor(notify: Notify, ports: TellerPorts) {
    this.#notify = notify;
    this.#ports = ports;
    this.#flood = new Flood((parseDuration(notify.every) ?? 3600) * 1000);
  }

  /** Back at once. */
  tell(tale: Tale): void {
    const admitted = this.#flood.admit(tale, this.#ports.clock.now());
    if (admitted === undefined) return;
    for (const channel of this.#notify.to) {
      const sending = this.#deliver(channel, admitted).finally(() => this.#open.delete(sending));
      this.#open.add(sending);
    }
  }

  /** Once all is told, or given up; after `patienceMs` what is still to be tried again is given up too. */
  async settle(patienceMs: number): Promise<void> {
    const over = new AbortController();
    const late = this.#ports.clock.sleep(patienceMs, over.signal).then(() => this.#over.abort());
    await Promise.all([...this.#open]);
    over.abort();
    await late;
  }

  async #deliver(channel: Channel, tale: Tale): Promise<void> {
    const { clock, jitter, say, nonce } = this.#ports;
    const delivery = nonce();
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.#try(channel, tale, delivery);
      if (outcome.is === 'sent') return;
      const delayMs = this.#over.signal.aborted ? undefined : delayBefore(tries, outcome, jitter());
      if (delayMs !== undefined) await clock.sleep(delayMs, this.#over.signal);
      if (delayMs === undefined || this.#over.signal.aborted)
        return say(`${nameOf(channel)} was not told of capture ${tale.captureId}: ${outcome.why}${tries > 1 ? `, ${tries} times` : ''}`);
    }
  }

  /** A secret that cannot be had is a failure like another. */
  async #try(channel: Channel, tale: Tale, delivery: string): Promise<Outcome> {
    const { resolve, clock } = this.#ports;
    const known: string[] = [];
    const secretOf = async (reference: string): Promise<string> => {
      const secret = await resolve(reference);
      known.push(secret);
      return secret;
    };
    try {
      const ca = channel.ca === undefined ? undefined : await resolve(channel.ca);
      if (channel.kind === 'email') {
        const password = channel.password === undefined ? undefined : await secretOf(channel.password);
        const messageId = `<${delivery}@flaptrap.invalid>`;
        return withoutSecrets(await mail({ channel, letter: printLetter(tale), password, ca, messageId }), known);
      }
      const nowMs = clock.now();
      const url = channel.kind === 'webhook' ? channel.url : await secretOf(channel.url);
      const body = BODIES[channel.kind](tale);
      const signed = channel.kind === 'webhook' ? signedHeaders(body, await secretOf(channel.secret), nowMs / 1000) : {};
      const headers = { ...signed, 'flaptrap-delivery': delivery };
      return withoutSecrets(await post({ url, body, headers, isPrivate: channel.private, ca }, nowMs), known);
    } catch (error) {
      return withoutSecrets({ is: 'failed', why: messageOf(error), mayRetry: false }, known);
    }
  }
}

const BODIES = { webhook: printWebhook, slack: printSlack, teams: printTeams } as const;

/** `e-mail to noc@example.net`; a hook's address is a secret. */
function nameOf(channel: Channel): string {
  if (channel.kind === 'email') return `e-mail to ${channel.to.join(', ')}`;
  return channel.kind === 'webhook' ? `webhook ${new URL(channel.url).host}` : { slack: 'Slack', teams: 'Teams' }[channel.kind];
}

/** What the world says may hold what it was told, and as it was told: a mail server repeats the line of a login, which is base64. [C] RFC 4616 2, RFC 4954 4 */
export function withoutSecrets(outcome: Outcome, secrets: readonly string[]): Outcome {
  if (outcome.is === 'sent') return outcome;
  const why = secrets.reduce((text, secret) => text.replaceAll(secret, '<secret removed>'), outcome.why);
  return { ...outcome, why: why.replaceAll(BASE64, (word) => (holdsAny(word, secrets) ? '<secret removed>' : word)) };
}

const BASE64 = /[A-Za-z0-9+/]{4,}={0,2}/g;

function holdsAny(word: string, secrets: readonly string[]): boolean {
  const decoded = Buffer.from(word, 'base64').toString('utf8');
  return secrets.some((secret) => secret !== '' && decoded.includes(secret));
}
