import { describe, expect, it } from 'vitest';
import { DEBUGS } from '../../../src/ios/debugs.ts';
import type { Family } from '../../../src/ios/families/family.ts';
import { FAMILIES } from '../../../src/ios/families/index.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import type { Event } from '../../../src/ipsec/event.ts';
import { readSourceFiles } from '../../source-files.ts';

function events(...lines: string[]): Event[] {
  return readLog(lines.join('\n'), { side: 'a', file: 'show_logging.txt', year: 2025 }).events;
}

function of<Kind extends Event['kind']>(kind: Kind, list: readonly Event[]): Extract<Event, { kind: Kind }>[] {
  return list.filter((event): event is Extract<Event, { kind: Kind }> => event.kind === kind);
}

describe.each(Object.values(DEBUGS))('the $id debugs', (family) => {
  it('are switched off by the same commands with a no in front', () => {
    expect(family.off.toSorted()).toEqual(family.on.map((command) => `no ${command}`).toSorted());
    expect(family.shown).toHaveLength(family.on.length);
  });
});

describe.each(Object.values<Family>(FAMILIES))('lines of the family $id', (family) => {
  it("begin with its prefixes, and with no other family's", () => {
    for (const sample of family.samples) {
      expect(
        Object.values<Family>(FAMILIES)
          .filter(({ prefixes }) => prefixes.some((prefix) => sample.startsWith(prefix)))
          .map(({ id }) => id),
        sample,
      ).toEqual([family.id]);
    }
  });

  it('name it in a log that holds one of them', () => {
    for (const sample of family.samples) {
      const log = readLog(`*Oct 25 20:37:02.887: ${sample}`, { side: 'a', file: 'log' });
      expect([log.families, log.unknown]).toEqual([[family.id], 0]);
    }
  });

  it('are known behind the name of a host, which a relay puts there', () => {
    for (const sample of family.samples) {
      const log = readLog(`*Oct 25 20:37:02.887: branch: ${sample}`, { side: 'a', file: 'log' });
      expect([log.families, log.unknown], sample).toEqual([[family.id], 0]);
    }
  });

  it('are known as the second message of a line', () => {
    for (const sample of family.samples) {
      const line = `*Oct 25 20:37:02.887: %SYS-5-CONFIG_I: Configured from console by ops*Oct 25 20:37:02.891: ${sample}`;
      const log = readLog(line, { side: 'a', file: 'log' });
      expect([log.families, log.unknown, log.damaged], sample).toEqual([[family.id], 0, 1]);
    }
  });

  it('are known without a stamp where they begin as the family says', () => {
    for (const sample of family.samples.filter((each) => family.start?.exec(each)?.index === 0))
      expect(readLog(sample, { side: 'a', file: 'log' }).families, sample).toEqual([family.id]);
  });
});

describe('whoever reads a log line by line', () => {
  it('names no family, and no beginning of its lines', () => {
    const words = Object.values<Family>(FAMILIES).flatMap(({ id, prefixes }) => [id, ...prefixes]);
    const files = readSourceFiles().filter(({ path }) => path.startsWith('ios/log/') || path === 'ios/debugs.ts');
    expect(files.length).toBeGreaterThan(10);
    const named = files.flatMap(({ path, text }) => words.filter((word) => codeOf(text).includes(word)).map((word) => `${path}: ${word}`));
    expect(named).toEqual([]);
  });
});

/** A file without its comments and the paths of its imports. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/ from '[^']+'/g, '');
}

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

describe('IPSEC', () => {
  const created = (destination: string, spi: string) => [
    '*Oct 25 20:37:03.000: IPSEC(create_sa): sa created,',
    `  (sa) sa_dest= ${destination}, sa_proto= 50, sa_spi= ${spi},`,
    '    sa_trans= esp-aes esp-sha-hmac , sa_conn_id= 2001',
    '    sa_lifetime(k/sec)= (4608000/3600),',
    '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    '    local_proxy= 10.1.0.0/255.255.0.0/256/0,',
    '    remote_proxy= 10.2.0.0/255.255.0.0/256/0',
  ];

  it('tells an SA for us from one for the peer by its destination', () => {
    const list = events(...created('192.0.2.1', '0x5E39E570(1580852592)'), ...created('198.51.100.1', '0xE06FF44(235339588)'));
    expect(of('child-sa', list)).toMatchObject([
      {
        change: 'created',
        spi: '0x5E39E570',
        direction: 'inbound',
        lifetimeSeconds: 3600,
        lifetimeKilobytes: 4608000,
        line: 1,
        endLine: 7,
      },
      { change: 'created', spi: '0x0E06FF44', direction: 'outbound', remote: '198.51.100.1', localProxy: '10.1.0.0/255.255.0.0/256/0' },
    ]);
  });

  it('reads the tuples of a paste that lost its blanks', () => {
    expect(of('child-sa', events(...created('192.0.2.1', '0x5E39E570(1580852592)').map((line) => line.trim())))).toMatchObject([
      { spi: '0x5E39E570', direction: 'inbound', remote: '198.51.100.1' },
    ]);
  });

  it('knows the direction in 12.4, where a tuple does not tell it, from what was said before', () => {
    const list = events(
      '*Mar  1 00:55:42.443: ISAKMP (0:2): Creating IPSec SAs',
      '*Mar  1 00:55:42.443:         inbound SA from 198.51.100.1 to 192.0.2.1 (f/i)  0/ 0',
      '        (proxy 10.2.0.0 to 10.1.0.0)',
      '*Mar  1 00:55:42.443:         has spi 0x5E39E570 and conn_id 2000 and flags 13',
      '*Mar  1 00:55:42.443:         outbound SA from 192.0.2.1 to 198.51.100.1 (f/i)  0/ 0 (proxy 10.1.0.0 to 10.2.0.0 )',
      '*Mar  1 00:55:42.443:         has spi 235339588 and conn_id 2001 and flags 1B',
      '*Mar  1 00:55:42.455: IPSEC(create_sa): sa created,',
      '  (sa) sa_dest= 198.51.100.1, sa_prot= 50, ',
      '    sa_spi= 0xE06FF44(235339588), ',
    );
    expect(of('child-sa', list).map(({ change, spi, direction }) => `${change} ${spi} ${direction}`)).toEqual([
      'requested 0x5E39E570 inbound',
      'requested 0x0E06FF44 outbound',
      'created 0x0E06FF44 outbound',
    ]);
  });

  it('reads the moment in which the outbound SA is switched', () => {
    expect(
      of('child-sa', events('IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4')),
    ).toMatchObject([{ change: 'outbound-switched', spi: '0xDD8C4BB4', direction: 'outbound', remote: '198.51.100.1' }]);
  });

  it('says why an SA is deleted', () => {
    const list = events(
      "*Mar  1 00:55:41.775: IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
      '*Mar  1 00:55:41.776: IPSEC(delete_sa): deleting SA,',
      '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, sa_spi= 0x5E39E570(1580852592),',
      '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    );
    expect(of('child-sa', list)).toMatchObject([
      { change: 'deleted', spi: '0x5E39E570', direction: 'inbound', reason: "rec'd delete notify from ISAKMP" },
    ]);
  });

  it('reads the prefix of IOS XE', () => {
    expect(
      of(
        'child-sa',
        events('IPSEC:(SESSION ID = 5) (update_current_outbound_sa) updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4'),
      ),
    ).toHaveLength(1);
  });
});

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

describe('the event trace', () => {
  const trace = (text: string) => `*Apr  4 00:16:59.484: SA ID:2 SESSION ID:1 Remote: 198.51.100.1/500 Local: 192.0.2.1/500  ${text}`;

  it('records IKEv2 without any debug', () => {
    const list = events(
      trace('Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]'),
      trace('(I) Sending IKEv2 INFORMATIONAL Exchange REQUEST'),
      trace('(I) IKEv2 INFORMATIONAL Exchange Contains: DELETE'),
      trace('(I) Received IKEv2 INFORMATIONAL Exchange RESPONSE'),
    );
    expect(
      list.map((event) => `${event.kind} ${'change' in event ? event.change : event.kind === 'message' && event.payloads.join()}`),
    ).toEqual(['delete sent', 'message DELETE', 'message ', 'delete acknowledged']);
    expect(of('delete', list)[0]).toMatchObject({ spi: '0x28DC063C', remote: '198.51.100.1' });
  });

  it.each([
    ['CREATE', 'create', '= ', 'created'],
    ['DELETE', 'delete', ' = ', 'deleted'],
  ])('tells a %s of an SA in two lines', (word, verb, equals, change) => {
    const list = events(
      `*Apr  4 00:10:51.829: IPSEC-EVENT:IPSEC-${word}-SA:  SESSION ID:0, sa ${verb} : (sa) sa_dest${equals}192.0.2.1, sa_proto${equals}50, sa_spi${equals}0xB820B40F(3089150991), sa_trans${equals}esp-aes esp-sha-hmac , sa_conn_id${equals}2021, sa_lifetime(k/sec)${equals}(4608000/3600)`,
      `*Apr  4 00:10:51.829: IPSEC-EVENT:IPSEC-${word}-SA:  SESSION ID:0, sa ${verb} : (sa),  loc: 192.0.2.1, rem: 198.51.100.1, l_proxy: 0.0.0.0/0/256, r_proxy: 0.0.0.0/0/256`,
    );
    expect(of('child-sa', list)).toMatchObject([
      { change, spi: '0xB820B40F', direction: 'inbound', remote: '198.51.100.1', lifetimeSeconds: 3600 },
    ]);
  });

  it('has the words that IPsec and IKE say to each other', () => {
    const kmi = (text: string) =>
      `*Apr  4 00:10:51.829: IPSEC-EVENT:IPSEC-RECV-KMI:  SESSION ID:0, KMI Received: Crypto IKMP->IPSEC key engine:${text}, loc: 192.0.2.1, rem: 198.51.100.1, port loc/rem: 500/500`;
    const list = events(kmi('KEY_MGR_DELETE_SAS'), kmi('KEY_MGR_CLEAR_ENDPT_SAS'));
    expect(of('syslog', list).map(({ facility, mnemonic }) => `${facility} ${mnemonic}`)).toEqual([
      'KMI KEY_MGR_DELETE_SAS',
      'KMI KEY_MGR_CLEAR_ENDPT_SAS',
    ]);
    expect(of('delete', list)).toMatchObject([{ change: 'received', remote: '198.51.100.1' }]);
    expect(of('notify', list)).toMatchObject([{ notify: 'INITIAL_CONTACT', direction: 'received' }]);
  });
});

function quickModeSent(id: number): string[] {
  return [
    `ISAKMP: (1003):beginning Quick Mode exchange, M-ID of ${id}`,
    'ISAKMP: (1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE      ',
  ];
}

describe('an SA between IPv6 peers', () => {
  it('tells its direction, the port behind each end taken off', () => {
    const [created] = of(
      'child-sa',
      events(
        'Mar 12 09:59:57.063: IPSEC(create_sa): sa created,',
        '  (sa) sa_dest= 2001:db8:1::1, sa_proto= 50, ',
        '    sa_spi= 0x8718E6B9(2266556089), ',
        '  (identity) local= 2001:db8:1::1:0, remote= 2001:db8:2::1:500,',
      ),
    );
    expect(created).toMatchObject({ direction: 'inbound', local: '2001:db8:1::1', remote: '2001:db8:2::1' });
  });
});
