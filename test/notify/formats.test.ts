/** The forms of a tale: signed as documented, and text in every form, whatever a name holds. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { printLetter, printSlack, printTeams, printWebhook, signedHeaders } from '../../src/notify/formats.ts';
import type { Tale } from '../../src/notify/tale.ts';
import { TALE } from './loopback.ts';

const HOSTILE: Tale = {
  ...TALE,
  tunnel: '<!channel> *hq* [x](javascript:1)\r\nBcc: a@example.net',
  sentence: '<script>alert(1)</script> & \u202egnp',
  heldBack: 3,
};

describe('a signature', () => {
  it('is what another program computes over timestamp and body', () => {
    const body = printWebhook(TALE);
    const headers = signedHeaders(body, 'the secret', 1_795_705_200.9);
    const other = execFileSync('openssl', ['dgst', '-sha256', '-hmac', 'the secret'], { input: `1795705200.${body}` }).toString();
    expect(headers).toEqual({ 'flaptrap-timestamp': '1795705200', 'flaptrap-signature': `v1=${other.trim().split(' ').at(-1)}` });
  });

  it('is another one for another time, another body and another secret', () => {
    const of = (body: string, secret: string, seconds: number) => signedHeaders(body, secret, seconds)['flaptrap-signature'];
    expect(new Set([of('a', 's', 1), of('b', 's', 1), of('a', 't', 1), of('a', 's', 2)]).size).toBe(4);
  });
});

describe('Slack', () => {
  it('gets the sentence, the cause and the link', () => {
    expect(JSON.parse(printSlack(TALE))).toEqual({
      text: 'hq - branch: branch deleted 0x9899360B, its DELETE was lost (certain).',
      blocks: [
        {
          type: 'section',
          text: { type: 'plain_text', text: 'hq - branch: branch deleted 0x9899360B, its DELETE was lost (certain).', emoji: false },
        },
        { type: 'context', elements: [{ type: 'plain_text', text: 'delete-lost (certain) · capture 7f3a9c01', emoji: false }] },
        { type: 'section', text: { type: 'mrkdwn', text: '<https://flaptrap.example.net/captures/7f3a9c01/reports/1|Open the report>' } },
      ],
    });
  });

  it('calls nobody by what a router is named, and is told what was held back', () => {
    const { text, blocks } = JSON.parse(printSlack(HOSTILE));
    expect(text).not.toContain('<!channel>');
    expect(text).toContain('&lt;!channel&gt;');
    expect(blocks[0].text).toMatchObject({ type: 'plain_text', emoji: false });
    expect(blocks[1].elements[0].text).toContain('3 more of this tunnel and cause were not told since the last message.');
  });

  it('gets no longer text than it takes', () => {
    const { blocks } = JSON.parse(printSlack({ ...TALE, sentence: 'x'.repeat(10_000) }));
    expect(blocks[0].text.text.length).toBeLessThanOrEqual(3000);
  });
});

describe('Teams', () => {
  it('gets a card in runs of text, which know no Markdown', () => {
    const [{ contentType, content }] = JSON.parse(printTeams(HOSTILE)).attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content.body.map(({ type }: { type: string }) => type)).toEqual(Array(4).fill('RichTextBlock'));
    expect(content.body[0].inlines[0].text).toBe('<!channel> *hq* [x](javascript:1)\\u000aBcc: a@example.net');
    expect(content.actions).toEqual([{ type: 'Action.OpenUrl', title: 'Open the report', url: TALE.link }]);
  });

  it('gets no way to a report where no page is served', () => {
    expect(JSON.parse(printTeams({ ...TALE, link: null })).attachments[0].content.actions).toBeUndefined();
  });
});

describe('a letter', () => {
  it('has one line of a subject, and no markup of a stranger', () => {
    const { subject, text, html } = printLetter(HOSTILE);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(`${text}${html}`).not.toContain('\u202e');
  });

  it('says what a person asks first', () => {
    expect(printLetter(TALE).text).toBe(`branch deleted 0x9899360B, its DELETE was lost (certain).

tunnel:    hq - branch
cause:     delete-lost (certain)
incidents: 1
capture:   7f3a9c01, playbook tunnel-flaps
judged:    2026-11-26T15:00:00.000Z

https://flaptrap.example.net/captures/7f3a9c01/reports/1
`);
  });
});
