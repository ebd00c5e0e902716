import { describe, expect, it } from 'vitest';
import { events, of } from './events.ts';

describe('IKEv2', () => {
  const packet = (
    way: 'Sending' | 'Received',
    exchange: string,
    kind: string,
    id: number,
    payloads: string,
    prefix = 'IKEv2:(SESSION ID = 7,SA ID = 1):',
  ) => [
    `*Apr  3 08:17:36.001: ${prefix}${way} Packet [${way === 'Sending' ? 'To 198.51.100.1:500/From 192.0.2.1:500' : 'From 198.51.100.1:500/To 192.0.2.1:500'}/VRF i0:f0] `,
    `Initiator SPI : 52C79670608A3068 - Responder SPI : 0063AAED5563FDAE Message id: ${id}`,
    `IKEv2 ${exchange} Exchange ${kind} `,
    'Payload contents: ',
    ` ${payloads} `,
    '',
  ];

  it('gives a second IKE SA under the same ids nothing of the first', () => {
    const second = (lines: string[]) =>
      lines.map((line) => line.replace('52C79670608A3068', 'A1A2A3A4A5A6A7A8').replace('0063AAED5563FDAE', '0000000000000000'));
    const list = events(
      ...packet('Sending', 'IKE_AUTH', 'REQUEST', 1, 'ENCR'),
      '*Apr  3 08:17:37.001: IKEv2:(SESSION ID = 7,SA ID = 1):Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]',
      '*Apr  3 08:18:37.001: IKEv2:(SESSION ID = 7,SA ID = 1):Generating IKE_SA_INIT message',
      '*Apr  3 08:18:37.002: IKEv2:(SESSION ID = 7,SA ID = 1):Processing ACK to informational exchange',
      ...second(packet('Sending', 'IKE_SA_INIT', 'REQUEST', 0, 'SA KE N')),
      '*Apr  3 08:18:40.001: IKEv2-ERROR:(SESSION ID = 7,SA ID = 1):: Maximum number of retransmissions reached',
    );
    const sas = of('ike-sa', list);
    expect(sas.map(({ change, ikeSpis }) => [change, ikeSpis?.initiator])).toEqual([
      ['started', undefined],
      ['failed', 'A1A2A3A4A5A6A7A8'],
    ]);
    expect(of('delete', list).filter(({ change }) => change === 'acknowledged')).toEqual([]);
  });

  it('gives a request that comes in before it has a session to the session behind it', () => {
    const request = packet('Received', 'IKE_SA_INIT', 'REQUEST', 0, 'SA KE N', 'IKEv2:').map((line) =>
      line
        .replace('52C79670608A3068', 'A1A2A3A4A5A6A7A8')
        .replace('0063AAED5563FDAE', '0000000000000000')
        .replace('198.51.100.1', '198.51.100.77'),
    );
    const list = events(
      ...packet('Sending', 'IKE_AUTH', 'REQUEST', 1, 'ENCR'),
      ...request,
      '*Apr  3 08:18:37.001: IKEv2:(SESSION ID = 8,SA ID = 2):Verify SA init message',
      '*Apr  3 08:18:37.002: IKEv2-ERROR:(SESSION ID = 8,SA ID = 2):: Auth exchange failed',
      '*Apr  3 08:18:37.003: IKEv2-ERROR:(SESSION ID = 7,SA ID = 1):: Auth exchange failed',
    );
    expect(of('ike-sa', list).filter(({ change }) => change === 'failed')).toMatchObject([
      { remote: '198.51.100.77', role: 'responder', ikeSpis: { initiator: 'A1A2A3A4A5A6A7A8' } },
      { remote: '198.51.100.1', ikeSpis: { initiator: '52C79670608A3068' } },
    ]);
  });

  it('reads a packet over its lines', () => {
    const [message] = of('message', events(...packet('Received', 'CREATE_CHILD_SA', 'REQUEST', 2, 'SA N(REKEY_SA) TSi TSr')));
    expect(message).toMatchObject({
      version: 2,
      direction: 'received',
      exchange: 'create-child-sa',
      message: 'request',
      messageId: 2,
      ikeSpis: { initiator: '52C79670608A3068', responder: '0063AAED5563FDAE' },
      remote: '198.51.100.1',
      remotePort: 500,
      payloads: ['SA', 'N(REKEY_SA)', 'TSi', 'TSr'],
      endLine: 5,
    });
  });

  it('tells who began a child SA by who asked, whatever its role in the IKE SA', () => {
    const list = events(
      ...packet('Received', 'CREATE_CHILD_SA', 'REQUEST', 0, 'SA N(REKEY_SA)'),
      ...packet('Sending', 'CREATE_CHILD_SA', 'RESPONSE', 0, 'ENCR'),
    );
    expect(of('negotiation', list).map(({ change, role }) => `${change} ${role}`)).toEqual(['started responder', 'completed responder']);
    expect(of('notify', list)).toMatchObject([{ notify: 'REKEY_SA', direction: 'received' }]);
  });

  it('says that a child SA was refused', () => {
    const list = events(
      ...packet('Sending', 'IKE_AUTH', 'REQUEST', 1, 'ENCR'),
      ...packet('Received', 'IKE_AUTH', 'RESPONSE', 1, 'IDr AUTH NOTIFY(NO_PROPOSAL_CHOSEN)'),
    );
    expect(of('negotiation', list).map(({ change, reason }) => [change, reason])).toEqual([
      ['started', undefined],
      ['failed', 'NO_PROPOSAL_CHOSEN'],
    ]);
  });

  describe('where the log prints no packet, says of a refusal', () => {
    const said = (ms: number, words: string) =>
      `*Apr  3 08:17:36.${String(ms).padStart(3, '0')}: IKEv2:(SESSION ID = 7,SA ID = 1):${words}`;
    const REFUSAL = [said(500, ': Failed to find a matching policy'), said(501, 'Sending no proposal chosen notify')];

    it.each([
      'Sending DPD/liveness query',
      'Received DPD/liveness query',
      'Processing ACK to informational exchange',
      'Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]',
      'IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started',
      'Session with IKE ID PAIR (198.51.100.1, 192.0.2.1) is UP',
      'Generating CREATE_CHILD_SA exchange',
      'Processing CREATE_CHILD_SA exchange',
    ])('that it is of a child SA behind %s', (words) => {
      const list = events(said(1, words), ...REFUSAL);
      expect(of('negotiation', list)).toMatchObject([{ change: 'failed', reason: 'Failed to find a matching policy' }]);
      expect(of('notify', list)).toMatchObject([{ direction: 'sent', notify: 'NO_PROPOSAL_CHOSEN' }]);
      expect(of('ike-sa', list).filter(({ change }) => change === 'failed')).toEqual([]);
    });

    it.each([
      [],
      [said(1, 'Sending DPD/liveness query'), said(2, 'Generating IKE_SA_INIT message')],
      [said(1, 'Sending DPD/liveness query'), said(2, ': Maximum number of retransmissions reached')],
    ])('that it is of the IKE SA while that begins', (...before) => {
      const list = events(...before, ...REFUSAL);
      expect(of('ike-sa', list).at(-1)).toMatchObject({ change: 'failed', reason: 'Failed to find a matching policy' });
      expect([...of('notify', list), ...of('negotiation', list)]).toEqual([]);
    });
  });

  it('proves that a DELETE arrived by its answer', () => {
    const list = events(
      'IKEv2:(SESSION ID = 7,SA ID = 1):Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]',
      ...packet('Sending', 'INFORMATIONAL', 'REQUEST', 5, 'ENCR'),
      ...packet('Received', 'INFORMATIONAL', 'RESPONSE', 5, 'DELETE'),
      'IKEv2:(SESSION ID = 7,SA ID = 1):Processing ACK to informational exchange',
    );
    expect(of('delete', list).map(({ change, what, spi }) => `${change} ${what} ${spi}`)).toEqual([
      'sent child-sa 0x28DC063C',
      'acknowledged child-sa 0x28DC063C',
    ]);
    expect(of('dpd', list)).toEqual([]);
  });

  it('takes an answer to nothing that is open for the answer to a probe', () => {
    expect(
      of(
        'dpd',
        events(
          'IKEv2:(SESSION ID = 7,SA ID = 1):Sending DPD/liveness query',
          'IKEv2:(SESSION ID = 7,SA ID = 1):Processing ACK to informational exchange',
        ),
      ).map(({ change }) => change),
    ).toEqual(['probe-sent', 'ack-received']);
  });

  it('reads the end of an IKE SA, and with it of all its children', () => {
    const list = events(
      'IKEv2:(SESSION ID = 7,SA ID = 1):Processing DELETE INFO message for IKEv2 SA [ISPI: 0xD4821BB75E54AE19 RSPI: 0x6CED320C3A8B8B2F]',
    );
    expect(of('ike-sa', list)).toMatchObject([
      { change: 'deleted', reason: 'deleted by the peer', ikeSpis: { initiator: 'D4821BB75E54AE19', responder: '6CED320C3A8B8B2F' } },
    ]);
    expect(of('delete', list)).toMatchObject([{ change: 'received', what: 'ike-sa' }]);
  });

  it('reads a sentence that a document wrapped', () => {
    const list = events(
      '2328323: Jun 8 19:14:38.059 GMT: IKEv2:(SESSION ID = 14607,SA ID = 68)',
      ":Verification of peer's authentication data FAILED",
    );
    expect(of('ike-sa', list)).toMatchObject([
      { change: 'failed', reason: "Verification of peer's authentication data FAILED", sequence: 2328323 },
    ]);
  });

  it('calls what follows a retransmission line a retransmission', () => {
    const list = events(
      ...packet('Sending', 'IKE_AUTH', 'REQUEST', 1, 'ENCR'),
      'IKEv2:(SESSION ID = 7,SA ID = 1):Retransmitting packet ',
      ...packet('Sending', 'IKE_AUTH', 'REQUEST', 1, 'ENCR'),
    );
    expect(of('message', list).map(({ isRetransmission = false }) => isRetransmission)).toEqual([false, true]);
  });

  it('reads an id in hexadecimal where it has eight figures', () => {
    const block = packet('Sending', 'INFORMATIONAL', 'REQUEST', 5, 'ENCR').map((line) =>
      line.replace('Message id: 5', 'Message id: 0000000B'),
    );
    expect(of('message', events(...block))[0]?.messageId).toBe(11);
  });

  it('says that R answers an unknown SPI inside the IKE SA', () => {
    expect(of('notify', events('IKEv2:(SESSION ID = 7,SA ID = 1):Construct Notify Payload: INVALID_SPI'))).toMatchObject([
      { direction: 'sent', notify: 'INVALID_SPI' },
    ]);
  });
});
