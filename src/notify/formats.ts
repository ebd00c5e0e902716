/** The forms of a tale: JSON with a signature, blocks for Slack, a card for Teams, and a letter; whatever a router's name holds, it is text in all of them. */
import { createHmac } from 'node:crypto';
import { plain, plainLine } from '../plain-text.ts';
import { sayMore, type Tale } from './tale.ts';

/** Slack refuses longer ones. [C Slack, "Block Kit: text object"] */
const TEXT_CHARACTERS_MAX = 2900;

/**
 * Over `TIMESTAMP.BODY`, so that an old post cannot be sent again as a new one. Whoever gets it computes the same with the secret, compares without
 * telling by time, and refuses a timestamp that is more than five minutes off. `secondsNow`: s since 1970.
 */
export function signedHeaders(body: string, secret: string, secondsNow: number): Record<string, string> {
  const timestamp = String(Math.floor(secondsNow));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'flaptrap-timestamp': timestamp, 'flaptrap-signature': `v1=${signature}` };
}

export function printWebhook(tale: Tale): string {
  return JSON.stringify(tale);
}

export function printSlack(tale: Tale): string {
  const { tunnel, sentence, link } = tale;
  const more = sayMore(tale);
  const small = [tale.named, `capture ${tale.captureId}`, ...(more === undefined ? [] : [more])].join(' · ');
  return JSON.stringify({
    // What a notice on a telephone shows. It is read as mrkdwn, and so are links.
    text: inSlack(`${tunnel}: ${sentence}`),
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: short(`${tunnel}: ${sentence}`), emoji: false } },
      { type: 'context', elements: [{ type: 'plain_text', text: short(small), emoji: false }] },
      ...(link === null ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: `<${inSlack(link)}|Open the report>` } }]),
    ],
  });
}

/** [C Slack, "Formatting text for app surfaces": the three characters that are escaped] */
function inSlack(text: string): string {
  return short(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function short(text: string): string {
  const safe = plainLine(text);
  return safe.length <= TEXT_CHARACTERS_MAX ? safe : `${safe.slice(0, TEXT_CHARACTERS_MAX)}…`;
}

/** In runs of text, which know no Markdown; a block of text would. [C Adaptive Cards, RichTextBlock] */
export function printTeams(tale: Tale): string {
  const { tunnel, sentence, captureId, link } = tale;
  const more = sayMore(tale);
  const run = (text: string, look: object = {}): object => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: short(text), ...look }],
  });
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      run(tunnel, { weight: 'Bolder' }),
      run(sentence, { size: 'Medium' }),
      run(`${tale.named}, capture ${captureId}`, { isSubtle: true }),
      ...(more === undefined ? [] : [run(more, { isSubtle: true })]),
    ],
    ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the report', url: link }] }),
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  });
}

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

export function printLetter(tale: Tale): Letter {
  const { tunnel, sentence, captureId, playbook, at, incidents, link } = tale;
  const more = sayMore(tale);
  const rows = [
    ['tunnel', tunnel],
    ['cause', tale.named],
    ['incidents', String(incidents)],
    ['capture', `${captureId}, playbook ${playbook}`],
    ['judged', at],
  ] as const;
  return {
    subject: plainLine(`flaptrap: ${tunnel}: ${tale.named}`).slice(0, 200),
    text: [
      plain(sentence),
      '',
      ...rows.map(([name, value]) => `${`${name}:`.padEnd(11)}${plainLine(value)}`),
      ...(link === null ? [] : ['', link]),
      ...(more === undefined ? [] : ['', more]),
      '',
    ].join('\n'),
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif"><p style="font-size:1.2em">${inHtml(sentence)}</p><table>${rows
      .map(([name, value]) => `<tr><td style="color:#555f69;padding-right:1em">${name}</td><td>${inHtml(value)}</td></tr>`)
      .join(
        '',
      )}</table>${link === null ? '' : `<p><a href="${inHtml(link)}">Open the report</a></p>`}${more === undefined ? '' : `<p>${inHtml(more)}</p>`}</body></html>`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function inHtml(text: string): string {
  return plainLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
