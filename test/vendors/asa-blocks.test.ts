/** A packet of IKEv2 in ASA's debug is one message with its id, and a DELETE in it names its SPI, in whichever pieces they are printed. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/ipsec/event.ts';
import { readVendorLog } from '../../src/vendors/log.ts';

const SPIS = 'Initiator SPI : 6E2A0BD1449C7F03 - Responder SPI : 11D7B2C3E4F5A697 Message id:';
const FLAGS = 'Next payload: ENCR, version: 2.0 (61): Exchange type: INFORMATIONAL, flags:';
const DELETE = ['    Security protocol id: ESP, spi size: 4, num of spi: 1', '     b7 a1 f0 0d '];

function eventsOf(lines: readonly string[]): Event[] {
  return readVendorLog('asa', lines.join('\n'), { side: 'a', file: 'asa-debug.txt', year: 2026 }).events;
}

function messagesAndDeletes(lines: readonly string[]): unknown[] {
  return eventsOf(lines).flatMap((event): unknown[] => {
    if (event.kind === 'message')
      return [[event.direction, event.exchange, event.message, event.messageId, event.payloads.includes('DELETE')]];
    return event.kind === 'delete' ? [[event.change, event.what, event.spi]] : [];
  });
}

/** The same packet in the forms in which it is found; the second is that of CSCwc54984. */
const RECEIVED: readonly [string, string[]][] = [
  [
    'a head before each piece',
    [
      'IKEv2-PROTO-4: (61): Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0] ',
      `IKEv2-PROTO-4: (61): ${SPIS} 7`,
      `IKEv2-PROTO-4: (61): IKEv2 INFORMATIONAL Exchange REQUESTIKEv2-PROTO-5: (61): ${FLAGS} INITIATOR (61): Message id: 7, length: 76`,
      ' DELETE  Next payload: NONE, reserved: 0x0, length: 12',
      ...DELETE,
    ],
  ],
  [
    'pieces with the number alone, and a head in the middle of a line',
    [
      'Jul 25 22:35:53 IKEv2-PROTO-4: (61): Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0] ',
      `(61): ${SPIS} 7`,
      `(61): IKEv2 INFORMATIONAL Exchange REQUESTJul 25 22:35:53 IKEv2-PROTO-5: (61): ${FLAGS} INITIATOR (61): Message id: 7, length: 76(61):  `,
      'Payload contents: ',
      'Jul 25 22:35:53 IKEv2-PROTO-4: decrypt queued(61):  ',
      '(61): Decrypted packet:(61): Data: 76 bytes',
      '(61): REAL Decrypted packet:(61): Data: 12 bytes',
      ' DELETE(61):   Next payload: NONE, reserved: 0x0, length: 12',
      ...DELETE.map((line) => `(61): ${line}`),
    ],
  ],
  [
    'one block, as IOS prints it',
    [
      '%ASA-7-711001: IKEv2-PROTO-4: (61): Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0] ',
      `${SPIS} 7`,
      'IKEv2 INFORMATIONAL Exchange REQUEST ',
      'Payload contents: ',
      ' DELETE  Next payload: NONE, reserved: 0x0, length: 12',
      ...DELETE,
    ],
  ],
];

describe('a packet that ASA received', () => {
  it.each(RECEIVED)('is one message with its id and its DELETE: %s', (_what, lines) => {
    expect(messagesAndDeletes(lines)).toEqual([
      ['received', 'informational', 'request', 7, true],
      ['received', 'child-sa', '0xB7A1F00D'],
    ]);
  });

  it.each(RECEIVED)('tells of its DELETE once, with the sentence or without: %s', (_what, lines) => {
    const sentence = 'IKEv2-PROTO-4: (61): Processing DELETE INFO message for IPsec SA [SPI: 0xB7A1F00D]';
    const deletes = eventsOf([...lines, sentence]).filter(({ kind }) => kind === 'delete');
    expect(deletes).toHaveLength(1);
    expect(deletes[0]).toMatchObject({ change: 'received', messageId: 7, remote: '192.0.2.1' });
  });

  it('may delete several SAs', () => {
    const [, lines] = RECEIVED[0] ?? ['', []];
    const events = eventsOf([
      ...lines.slice(0, -2),
      '    Security protocol id: ESP, spi size: 4, num of spi: 2',
      '     b7 a1 f0 0d 0c 00 00 01 ',
    ]);
    expect(events.flatMap((event) => (event.kind === 'delete' ? [event.spi] : []))).toEqual(['0xB7A1F00D', '0x0C000001']);
  });
});

describe('a DELETE that ASA builds', () => {
  const built = (flags: string) => [
    'IKEv2-PROTO-4: (61): Building packet for encryption.  ',
    'Payload contents: ',
    ' DELETE  Next payload: NONE, reserved: 0x0, length: 12',
    ...DELETE,
    'IKEv2-PROTO-4: (61): Sending Packet [To 192.0.2.1:500/From 198.51.100.1:500/VRF i0:f0] ',
    `IKEv2-PROTO-4: (61): ${SPIS} 9`,
    `IKEv2-PROTO-5: (61): ${FLAGS} ${flags} (61): Message id: 9, length: 76`,
  ];

  it('is sent, and the answer with its id acknowledges it', () => {
    const answer = [
      'IKEv2-PROTO-4: (61): Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0] ',
      `IKEv2-PROTO-4: (61): ${SPIS} 9`,
      'IKEv2-PROTO-4: (61): IKEv2 INFORMATIONAL Exchange RESPONSE',
    ];
    expect(messagesAndDeletes([...built('INITIATOR'), ...answer])).toEqual([
      ['sent', 'child-sa', '0xB7A1F00D'],
      ['sent', 'informational', 'request', 9, false],
      ['received', 'informational', 'response', 9, false],
      ['acknowledged', 'child-sa', '0xB7A1F00D'],
    ]);
  });

  it('is nobody’s where no packet came in and none is built', () => {
    expect(
      messagesAndDeletes([`IKEv2-PROTO-5: (61): ${FLAGS} INITIATOR`, ' DELETE  Next payload: NONE, reserved: 0x0, length: 12', ...DELETE]),
    ).toEqual([]);
  });
});

describe('the pieces of two sessions', () => {
  it('add each to the message of its own', () => {
    const packet = (id: number, from: string) =>
      `IKEv2-PROTO-4: (${id}): Received Packet [From ${from}:500/To 198.51.100.1:500/VRF i0:f0] `;
    const lines = [
      packet(61, '192.0.2.1'),
      packet(62, '203.0.113.9'),
      `IKEv2-PROTO-4: (61): ${SPIS} 7`,
      `IKEv2-PROTO-4: (62): ${SPIS.replace('6E2A', '7777')} 3`,
    ];
    const ids = eventsOf(lines).flatMap((event) => (event.kind === 'message' ? [[event.remote, event.messageId]] : []));
    expect(ids).toEqual([
      ['192.0.2.1', 7],
      ['203.0.113.9', 3],
    ]);
  });
});
