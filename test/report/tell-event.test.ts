/** One fact, told in a sentence for an explanation and in a few words for a ladder, whatever of it a record left out. */
import { describe, expect, it } from 'vitest';
import type { Event, MessageEvent } from '../../src/ipsec/event.ts';
import { sayEvent, tellEvent } from '../../src/report/tell-event.ts';

const BASE = { side: 'a', file: 'show_logging.txt', line: 1, endLine: 1, text: '', at: null, precisionMs: 1 } as const;
const message: MessageEvent = { ...BASE, kind: 'message', direction: 'sent', version: 1, payloads: [] };
const sa = { ...BASE, kind: 'child-sa' } as const;
const SPI = '0xB761863E';

const FACTS: readonly [Event, string, string][] = [
  [message, 'hq sent the IKE message', 'message'],
  [{ ...message, exchange: 'quick', step: 2, messageId: 7 }, 'hq sent the quick message 2 (7)', 'quick 7 2'],
  [{ ...message, exchange: 'informational', step: 1, messageId: 7 }, 'hq sent the informational message (7)', 'informational 7 1'],
  [{ ...message, exchange: 'main', messageId: 0, isRetransmission: true }, 'hq sent the main message', 'main again'],
  [
    { ...message, version: 2, exchange: 'create-child-sa', message: 'request', messageId: 4, direction: 'received' },
    'hq received the create-child-sa request (4)',
    'create-child-sa 4 request',
  ],
  [
    { ...BASE, kind: 'ike-sa', version: 1, change: 'failed', reason: 'no proposal' },
    'hq: its IKE SA failed ("no proposal")',
    'IKEv1 SA failed no proposal',
  ],
  [{ ...BASE, kind: 'ike-sa', version: 2, change: 'established', reason: '' }, 'hq: its IKE SA established', 'IKEv2 SA established'],
  [
    { ...BASE, kind: 'negotiation', version: 1, change: 'failed', messageId: 9, reason: 'timed out' },
    'hq: a negotiation failed (9) ("timed out")',
    'negotiation 9 failed timed out',
  ],
  [
    { ...sa, change: 'outbound-switched', direction: 'outbound', spi: SPI },
    `hq started sending with SA ${SPI}`,
    `outbound ${SPI} outbound-switched`,
  ],
  [{ ...sa, change: 'deleted', direction: 'inbound' }, 'hq deleted an inbound SA', 'inbound deleted'],
  [{ ...sa, change: 'expiring', spi: SPI }, `the lifetime of SA ${SPI} was ending at hq`, `${SPI} expiring`],
  [{ ...BASE, kind: 'delete', version: 1, change: 'sent', what: 'ike-sa' }, 'hq sent a DELETE for the IKE SA', 'DELETE of the IKE SA sent'],
  [{ ...BASE, kind: 'delete', version: 1, change: 'received', what: 'child-sa' }, 'hq received a DELETE', 'DELETE received'],
  [
    { ...BASE, kind: 'delete', version: 1, change: 'unsendable', what: 'child-sa', spi: SPI },
    `hq could not send a DELETE for ${SPI}: it had no IKE SA`,
    `DELETE ${SPI} unsendable`,
  ],
  [{ ...BASE, kind: 'dpd', version: 1, change: 'dead', sequence32: 5 }, 'hq declared its peer dead (DPD)', 'DPD dead 5'],
  [
    { ...BASE, kind: 'notify', version: 1, direction: 'received', notify: 'INITIAL_CONTACT' },
    'hq received INITIAL_CONTACT',
    'INITIAL_CONTACT received',
  ],
  [{ ...BASE, kind: 'invalid-spi', spi: SPI }, `hq logged the unknown SPI ${SPI}`, `UNKNOWN SPI ${SPI}`],
];

describe('a fact', () => {
  it.each(FACTS)('%j is told and said', (event, told, said) => {
    expect(tellEvent('hq', event)).toBe(told);
    expect(sayEvent(event)).toBe(said);
  });

  it('of a long message keeps its beginning', () => {
    const event: Event = { ...BASE, kind: 'syslog', facility: 'LINK', severity: 3, mnemonic: 'UPDOWN', message: `${'x'.repeat(79)} y` };
    expect(tellEvent('hq', event)).toBe(`hq logged %LINK-3-UPDOWN: ${'x'.repeat(79)}`);
    expect(sayEvent(event)).toBe('%LINK-3-UPDOWN');
  });
});
