/** Sending puts an archive into Cisco's case drop over HTTPS: the case number is the user, the token of the case is the password. [C] Cisco, Customer File Uploads to TAC: CXD */
import { createReadStream } from 'node:fs';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlaptrapError, messageOf } from '../errors.ts';
import { Redactor } from '../ios/redact/redactor.ts';

export const CASE_DROP = 'https://cxd.cisco.com/home/';

export interface Upload {
  path: string;
  /** As it is called there. */
  name: string;
  bytes: number;
  caseNumber: string;
  token: string;
  drop?: string | undefined;
  /** Certificates that are believed beside those of this machine: of a test. */
  ca?: string | undefined;
  /** Without an answer or progress for so long a try is given up. */
  idleMs?: number | undefined;
  /** Between two tries; each pause is twice the one before. */
  pauseMs?: number | undefined;
  tell?: ((text: string) => void) | undefined;
}

export interface Uploaded {
  url: string;
  status: number;
  /** What was answered, without the token. */
  answer: string;
  tries: number;
}

const TRIES_MAX = 3;
const IDLE_MS = 60_000;
const PAUSE_MS = 2000;
const ANSWER_CHARACTERS_MAX = 2000;
/** Of Cisco's service requests. */
export const CASE_NUMBER = /^\d{6,12}$/;

/** Throws when it was refused, and after the last try. */
export async function sendToCase(upload: Upload): Promise<Uploaded> {
  const url = urlOf(upload);
  for (let tries = 1; ; tries += 1) {
    const outcome = await put(url, upload);
    const mayPass = outcome.status === undefined || outcome.status === 429 || outcome.status >= 500;
    if (outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300)
      return { url: url.href, status: outcome.status, answer: outcome.answer, tries };
    if (!mayPass || tries >= TRIES_MAX) throw refused(url, upload, outcome, tries);
    const pauseMs = (upload.pauseMs ?? PAUSE_MS) * 2 ** (tries - 1);
    upload.tell?.(
      `${url.host} has not taken ${upload.name} (${sayOutcome(outcome)}); try ${tries + 1} of ${TRIES_MAX} in ${pauseMs / 1000} s`,
    );
    await sleep(pauseMs);
  }
}

interface Outcome {
  /** Undefined when nothing was answered. */
  status: number | undefined;
  answer: string;
}

function urlOf({ drop = CASE_DROP, name }: Upload): URL {
  const base = URL.canParse(drop) ? new URL(drop.endsWith('/') ? drop : `${drop}/`) : undefined;
  if (base?.protocol !== 'https:' || base.username !== '')
    throw new FlaptrapError('input', `${JSON.stringify(drop)} is no case drop: its address begins with https:// and names no user`, {
      next: `leave --drop out for ${CASE_DROP}`,
    });
  return new URL(encodeURIComponent(name), base);
}

/** Never throws: what went wrong is the outcome, without the token. */
function put(url: URL, { path, bytes, caseNumber, token, ca, idleMs = IDLE_MS }: Upload): Promise<Outcome> {
  return new Promise((resolve) => {
    const hidden = (text: string): string => Redactor.hideKnown(text, [token, Buffer.from(`${caseNumber}:${token}`).toString('base64')]);
    const fail = (why: unknown): void => resolve({ status: undefined, answer: hidden(messageOf(why)) });
    const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes };
    const asked = request(url, { method: 'PUT', headers, auth: `${caseNumber}:${token}`, ...(ca === undefined ? {} : { ca }) });
    asked.setTimeout(idleMs, () => asked.destroy(new Error(`no answer within ${idleMs / 1000} s`)));
    asked.on('error', fail);
    asked.on('response', (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        answer = (answer + piece).slice(0, ANSWER_CHARACTERS_MAX);
      });
      response.on('error', fail).on('end', () => resolve({ status: response.statusCode ?? 0, answer: hidden(answer.trim()) }));
    });
    const file = createReadStream(path);
    file.on('error', (error) => asked.destroy(error));
    file.pipe(asked);
  });
}

const MEANING: Readonly<Record<number, string>> = {
  401: 'the case number and the token do not belong together, or the token has expired',
  403: 'the token has no right to this case, or the case is closed',
  404: 'there is no such case drop',
  413: 'the file is too large',
};

function sayOutcome({ status, answer }: Outcome): string {
  return status === undefined ? answer : `it answered ${status}`;
}

function refused(url: URL, { name, caseNumber }: Upload, { status, answer }: Outcome, tries: number): FlaptrapError {
  const why = status === undefined ? 'could not be reached' : (MEANING[status] ?? `answered ${status}`);
  return new FlaptrapError('input', `${url.host} has not taken ${name} for case ${caseNumber}: ${why}`, {
    tried: `PUT ${url.href}${tries > 1 ? `, ${tries} times` : ''}`,
    answer,
    next:
      status === 401 || status === 403
        ? 'make a new token in Support Case Manager'
        : 'the archive is whole on this disk: upload it by hand, or send it again',
  });
}
