import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/ios/log/log.ts';
import { events, of, quickModeSent } from './events.ts';

describe('ISAKMP', () => {
  it.each([
    ['ISAKMP (0:2): ', 2],
    ['ISAKMP:(0:1:SW:1):', 1],
    ['ISAKMP:(9577):', 9577],
    ['ISAKMP (0:9577): ', 9577],
    ['ISAKMP: (1003):', 1003],
    ['ISAKMP-PAK: (1003):', 1003],
  ])('reads the connection id of %s', (prefix, connId) => {
    const [message] = of('message', events(`${prefix}sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) MM_NO_STATE`));
    expect(message).toMatchObject({
      connId,
      direction: 'sent',
      exchange: 'main',
      messageId: 0,
      step: 1,
      role: 'initiator',
      remote: '198.51.100.1',
    });
  });

  it('gives a quick mode one id on both peers, whether it is printed signed or unsigned', () => {
    const [old] = of('message', events(...quickModeSent(-426260398)));
    const [recent] = of('message', events(...quickModeSent(3868706898)));
    expect([old?.messageId, recent?.messageId]).toEqual([3868706898, 3868706898]);
  });

  it('numbers the three messages of quick mode for its initiator', () => {
    const list = events(
      ...quickModeSent(5),
      'ISAKMP (0:1003): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE      ',
      'ISAKMP: (1003):processing HASH payload. message ID = 5',
      'ISAKMP: (1003):processing SA payload. message ID = 5',
      'ISAKMP: (1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE      ',
      'ISAKMP: (1003):deleting node 5 error FALSE reason "No Error"',
    );
    expect(of('message', list).map(({ direction, step, exchange }) => `${direction} ${step} ${exchange}`)).toEqual([
      'sent 1 quick',
      'received 2 quick',
      'sent 3 quick',
    ]);
    expect(of('negotiation', list).map(({ change, role }) => `${change} ${role}`)).toEqual(['started initiator', 'completed initiator']);
  });

  it.each([
    ['to none, where the last one was over', '00:17:47.934', '00:17:47.977', undefined],
    ['to none, where the last one was spoken of long before', '', '00:18:17.934', undefined],
    ['to the one that is under way', '', '00:17:47.977', 5],
    ['to the last one, where its answer is sent again', '', '00:18:17.934', 5, 'retransmitting due to retransmit phase 2'],
  ])('knows to which exchange a packet belongs that no line names: %s', (_what, over, sent, id, ...before: string[]) => {
    const line = (time: string, body: string) => `*Jan  5 ${time}: ISAKMP: (1016):${body}`;
    const { events: list } = readLog(
      [
        line('00:17:47.580', 'beginning Quick Mode exchange, M-ID of 5'),
        line('00:17:47.580', 'sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE      '),
        line('00:17:47.754', 'received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE      '),
        line('00:17:47.754', 'processing SA payload. message ID = 5'),
        ...(over === '' ? [] : [line(over, 'deleting node 5 error FALSE reason "No Error"')]),
        ...before.map((body) => line(sent, body)),
        line(sent, 'sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE      '),
      ].join('\n'),
      { side: 'b', file: 'show_logging.txt' },
    );
    expect(of('message', list).at(-1)?.messageId).toBe(id);
  });

  it('numbers them for its responder', () => {
    const list = events(
      'ISAKMP (1003): received packet from 198.51.100.1 dport 500 sport 500 Global (R) QM_IDLE      ',
      'ISAKMP: set new node -418712520 to QM_IDLE',
      'ISAKMP:(1003): processing HASH payload. message ID = -418712520',
      'ISAKMP:(1003): processing SA payload. message ID = -418712520',
      'ISAKMP:(1003):QM Responder gets spi',
      'ISAKMP:(1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (R) QM_IDLE      ',
      'ISAKMP:(1003):Node -418712520, Input = IKE_MESG_FROM_PEER, IKE_QM_EXCH',
      'ISAKMP:(1003):Old State = IKE_QM_READY  New State = IKE_QM_SPI_STARVE',
      'ISAKMP (1003): received packet from 198.51.100.1 dport 500 sport 500 Global (R) QM_IDLE      ',
      'ISAKMP:(1003):deleting node -418712520 error FALSE reason "QM done (await)"',
      'ISAKMP:(1003):Node -418712520, Input = IKE_MESG_FROM_PEER, IKE_QM_EXCH',
      'ISAKMP:(1003):Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE',
    );
    expect(of('message', list).map(({ direction, step, messageId }) => `${direction} ${step} ${messageId}`)).toEqual([
      'received 1 3876254776',
      'sent 2 3876254776',
      'received 3 3876254776',
    ]);
    expect(of('negotiation', list).map(({ change, role }) => `${change} ${role}`)).toEqual(['started responder', 'completed responder']);
  });

  it('calls a message that is sent again a retransmission of the same step', () => {
    const list = events(
      ...quickModeSent(5),
      'ISAKMP:(1003): retransmitting phase 2 QM_IDLE       5 ...',
      'ISAKMP:(1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE      ',
    );
    expect(of('message', list).map(({ step, isRetransmission = false }) => [step, isRetransmission])).toEqual([
      [1, false],
      [1, true],
    ]);
  });

  it('does not take housekeeping for an exchange', () => {
    const list = events(
      'ISAKMP: (1003):set new node 0 to QM_IDLE      ',
      'ISAKMP: (1003):purging node 852773885',
      'ISAKMP: (1003):peer does not do paranoid keepalives.',
      'ISAKMP-ERROR: (0):Failed to find peer index node to update peer_info_list',
    );
    expect(list).toEqual([]);
  });

  it('takes the DELETE of an older SA in the middle of main mode for what it is', () => {
    const list = events(
      'ISAKMP (0:2): received packet from 198.51.100.1 dport 500 sport 500 Global (I) MM_KEY_EXCH',
      'ISAKMP: set new node -1323939639 to QM_IDLE      ',
      'ISAKMP (0:2): processing DELETE payload. message ID = -1323939639',
      'ISAKMP (0:2): Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x3B9ACA01)',
    );
    expect(of('message', list)).toMatchObject([{ exchange: 'informational', messageId: 2971027657, payloads: ['DELETE'] }]);
    expect(of('delete', list)).toMatchObject([
      { change: 'received', what: 'child-sa', spi: '0x3B9ACA01', messageId: 2971027657, remote: '198.51.100.1' },
    ]);
  });

  it('reads a DELETE that could not be sent', () => {
    expect(
      of(
        'delete',
        events('ISAKMP-ERROR: (0):ignoring request to send delete notify (no ISAKMP sa) src 192.0.2.1 dst 198.51.100.1 for SPI 0x33C701EA'),
      ),
    ).toMatchObject([{ change: 'unsendable', spi: '0x33C701EA', remote: '198.51.100.1' }]);
  });

  it('reads a notify over two lines, and refuses an SPI that is a pointer', () => {
    const list = events(
      '*Oct 25 20:37:02.888: ISAKMP: (1003):Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3',
      '        spi 9223503292995197928, message ID = 1148084868',
      '*Oct 25 20:37:02.888: ISAKMP-PAK: (1003):sending packet to 198.51.100.1 my_port 4500 peer_port 4786 (R) QM_IDLE',
    );
    expect(of('notify', list)).toMatchObject([{ direction: 'sent', notify: 'PROPOSAL_NOT_CHOSEN', messageId: 1148084868, spi: undefined }]);
    expect(of('message', list)).toMatchObject([{ exchange: 'informational', messageId: 1148084868, remotePort: 4786 }]);
  });

  it('takes the SPI 0 of a notify for none', () => {
    const list = events(
      '*Oct 25 20:37:02.888: ISAKMP: (1003):processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3',
      '        spi 0, message ID = 1148084868, sa = 0x6743A0F8',
      '*Oct 25 20:37:03.888: ISAKMP: (1003):processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3',
      '        spi 101951630, message ID = 1148084869, sa = 0x6743A0F8',
    );
    expect(of('notify', list).map(({ spi }) => spi)).toEqual([undefined, '0x0613A88E']);
  });

  it('tells the life of an IKE SA', () => {
    const list = events(
      'ISAKMP:(0):beginning Main Mode exchange',
      'ISAKMP:(0): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) MM_NO_STATE',
      'ISAKMP:(1003): vendor ID is DPD',
      'ISAKMP:(1003):SA has been authenticated with 198.51.100.1',
      'ISAKMP:(1003):Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE ',
      'ISAKMP:(1003):Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE ',
      'ISAKMP:(1003): processing NOTIFY RESPONDER_LIFETIME protocol 1',
      'ISAKMP:(1003):restart ike sa timer to 3600 secs',
      'ISAKMP:(1003):deleting SA reason "No reason" state (I) QM_IDLE       (peer 198.51.100.1)',
      "ISAKMP:(1004):bring down existing phase 1 and 2 SA's with local 192.0.2.1 remote 198.51.100.1 remote port 500",
    );
    expect(of('ike-sa', list).map(({ change, reason, lifetimeSeconds }) => [change, reason ?? lifetimeSeconds])).toEqual([
      ['started', undefined],
      ['dpd-supported', undefined],
      ['authenticated', undefined],
      ['established', undefined],
      ['lifetime', 3600],
      ['deleted', 'No reason'],
      ['deleted', 'initial contact'],
    ]);
    expect(of('ike-sa', list)[0]?.remote).toBe('198.51.100.1');
  });

  it('reads dead peer detection with the sequence number that both peers print', () => {
    const list = events(
      'ISAKMP:(1003):Sending NOTIFY DPD/R_U_THERE protocol 1',
      '        spi 1712345678, message ID = 99',
      'ISAKMP:(1003): seq. no 0x66BB3B2',
      'ISAKMP:(1003):DPD/R_U_THERE_ACK received from peer 198.51.100.1, sequence 0x66BB3B2',
      'ISAKMP:(1003):DPD incrementing error counter (1/5)',
      'ISAKMP:(1003):peer 198.51.100.1 not responding!',
    );
    expect(of('dpd', list).map(({ change, sequence32 }) => [change, sequence32])).toEqual([
      ['probe-sent', 0x66bb3b2],
      ['ack-received', 0x66bb3b2],
      ['missed', undefined],
      ['dead', undefined],
    ]);
  });

  it('takes the packet that IPsec asked for at the end of an SA for a DELETE', () => {
    const list = events(
      'ISAKMP: set new node -1231 to QM_IDLE      ',
      'ISAKMP:(1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (R) QM_IDLE      ',
      'ISAKMP:(1003):purging node -1231',
      'ISAKMP:(1003):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL',
    );
    expect(of('delete', list)).toMatchObject([{ change: 'sent', what: 'child-sa', messageId: 4294966065 }]);
  });
});

describe('an exchange that is named without its connection', () => {
  const probed = [
    ['17:32:42.388', 'ISAKMP (1032): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE      '],
    ['17:32:42.388', 'ISAKMP: set new node 7 to QM_IDLE      '],
    ['17:32:42.388', 'ISAKMP:(1032): processing HASH payload. message ID = 7'],
  ];
  const left = [
    ['17:33:14.879', 'ISAKMP: set new node -1905226632 to QM_IDLE      '],
    ['17:33:14.879', 'ISAKMP:(1032): sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE      '],
    ['17:33:14.879', 'ISAKMP:(1032):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL'],
  ];

  it.each([
    ['a word of the same connection', []],
    ['a word of another tunnel', [['17:32:51.725', 'ISAKMP:(1039): processing DELETE payload. message ID = 648460416']]],
    ['a word of no connection', [['17:32:51.725', 'ISAKMP: quick mode timer expired.']]],
  ])('is of the packet that leaves behind it, after %s', (_what, between) => {
    const lines = [...probed, ...between, ...left].map(([at, body]) => `*Jul  7 2026 ${at}: ${body}`);
    expect(of('delete', events(...lines)).at(-1)).toMatchObject({ change: 'sent', messageId: 2389740664 });
  });
});

describe('ISAKMP of older releases, and of hurried hands', () => {
  it.each([
    ['sending packet to 198.51.100.1 (I) MM_NO_STATE', 'sent', undefined],
    ['received packet from 198.51.100.1 (I) MM_SA_SETUP', 'received', undefined],
    ['received packet from 198.51.100.1 Global (R) MM_KEY_EXCH', 'received', undefined],
    ['received packet from 198.51.100.1 dport 500 sport 500 (R) MM_KEY_EXCH', 'received', 500],
  ])('reads %s, with ports or without', (body, direction, localPort) => {
    const [message] = of('message', events(`00:27:07: ISAKMP (0:2): ${body}`));
    expect(message).toMatchObject({ direction, exchange: 'main', remote: '198.51.100.1' });
    expect(message?.localPort).toBe(localPort);
  });

  it('reads what is brought down below an initial contact, which tells that the peer began anew', () => {
    const log = readLog(
      [
        '*Mar  1 00:06:04.215: ISAKMP:(1001): Process initial contact,',
        "bring down existing phase 1 and 2 SA's with local 192.0.2.1 remote 198.51.100.1 remote port 500",
      ].join('\n'),
      { side: 'a', file: 'x' },
    );
    expect(log.unknown).toBe(0);
    expect(log.events).toMatchObject([{ kind: 'notify', notify: 'INITIAL_CONTACT', remote: '198.51.100.1' }]);
  });

  it.each(['0xA6BD53Eing', '0xA6BD53E1sh', '0xA6BD53E10', '0x'])('takes no SPI from %s, which somebody typed into', (printed) => {
    const body = `ISAKMP: ignoring request to send delete notify (no ISAKMP sa) src 192.0.2.1 dst 198.51.100.1 for SPI ${printed}`;
    const [unsendable] = of('delete', events(`*Mar  1 00:06:04.215: ${body}`));
    expect(unsendable).toMatchObject({ change: 'unsendable', remote: '198.51.100.1' });
    expect(unsendable?.spi).toBeUndefined();
  });
});
