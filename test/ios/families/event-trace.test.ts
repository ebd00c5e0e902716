import { describe, expect, it } from 'vitest';
import { events, of } from './events.ts';

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

  it('says the same where all traces are merged, and each line begins with its own', () => {
    const lines = [
      trace('Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]'),
      '*Apr  4 00:10:51.829: IPSEC-EVENT:IPSEC-DELETE-SA:  SESSION ID:0, sa delete : (sa) sa_dest = 192.0.2.1, sa_proto = 50, sa_spi = 0xB820B40F(3089150991)',
      '*Apr  4 00:10:51.829: IPSEC-EVENT:IPSEC-DELETE-SA:  SESSION ID:0, sa delete : (sa),  loc: 192.0.2.1, rem: 198.51.100.1, l_proxy: 0.0.0.0/0/256, r_proxy: 0.0.0.0/0/256',
    ];
    const apart = events(...lines);
    const name = (line: string, kind: string) =>
      line.replace(/: (?=SA ID|IPSEC)/, (mark) => `${mark}${line.includes('IPSEC-') ? 'ipsec' : 'ikev2'}_${kind}: `);
    expect(apart).toHaveLength(2);
    for (const kind of ['event', 'error', 'exception'])
      expect(events(...lines.map((line) => name(line, kind))).map((event) => ({ ...event, text: '' }))).toEqual(
        apart.map((event) => ({ ...event, text: '' })),
      );
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
