/** A packet that is taken apart says what a packet in one block says, in each way its lines are cut and named. */
import { describe, expect, it } from 'vitest';
import { events, of } from './events.ts';

const SPIS = { initiator: '232666DA9D6E42C3', responder: 'C77B6618268CFDEA' };
const ends = (peer = '198.51.100.1') => `[L 192.0.2.1:500/R ${peer}:4500/VRF i0:f0]`;
const heads = {
  bracket: `HDR[i:${SPIS.initiator} - r: ${SPIS.responder}]`,
  words: `IKEV2 HDR ispi: ${SPIS.initiator} - rspi: ${SPIS.responder}`,
};
const stamped = (lines: readonly string[], prefix: string) =>
  lines.map((line) => (line.startsWith(' ') || line.startsWith('Payload') ? line : `*Apr  3 08:17:36.001: ${prefix}${line}`));
const fields = (type: string, flags: string, id: number) => ({
  'one line': [`Next payload: ENCR, version: 2.0 Exchange type: ${type}, flags: ${flags} Message id: ${id}, length: 76 `],
  'three lines': [
    'Next payload: ENCR, version: 2.0 ',
    `Exchange type: ${type}, flags: ${flags} `,
    `Message id: 0x${id.toString(16)}, length: 76`,
  ],
  'two lines': [`Next payload: ENCR, version: 2.0 Exchange type: ${type}, flags: ${flags} `, `Message id: ${id}, length: 76`],
});
const CUTS = ['one line', 'two lines', 'three lines'] as const;
const PREFIXES = ['IKEv2:(SA ID = 1):', 'IKEv2:(SESSION ID = 7,SA ID = 1):', 'IKEv2:'];

describe('an IKEv2 packet that is taken apart', () => {
  for (const cut of CUTS)
    for (const prefix of PREFIXES)
      it(`is a message, over ${cut}, behind ${prefix}`, () => {
        const lines = [`Rx ${ends()} m_id: 0xa`, heads.bracket, ...fields('INFORMATIONAL', 'RESPONDER MSG-RESPONSE', 10)[cut]];
        const payload = [
          'Payload contents: ',
          ' DELETE  Next payload: NONE, reserved: 0x0, length: 12 ',
          '    Security protocol id: ESP, spi size: 4, num of spi: 1 ',
        ];
        const list = of('message', events(...stamped([...lines, ...payload], prefix)));
        expect(list).toHaveLength(1);
        expect(list[0]).toMatchObject({
          version: 2,
          direction: 'received',
          exchange: 'informational',
          message: 'response',
          messageId: 10,
          ikeSpis: SPIS,
          local: '192.0.2.1',
          remote: '198.51.100.1',
          remotePort: 4500,
          payloads: ['DELETE'],
        });
      });

  for (const header of [[heads.bracket], [heads.words], [heads.bracket, heads.words]])
    it(`has its SPIs from ${header.join(' and ')}`, () => {
      const lines = [`Tx ${ends()} m_id: 0x2`, ...header, ...fields('CREATE_CHILD_SA', 'INITIATOR', 2)['one line']];
      const list = events(...stamped([...lines, 'Payload contents: ', ' NOTIFY(REKEY_SA) SA N KE TSi TSr '], PREFIXES[0] ?? ''));
      expect(of('message', list)).toMatchObject([
        { direction: 'sent', message: 'request', ikeSpis: SPIS, payloads: ['NOTIFY(REKEY_SA)', 'SA', 'N', 'KE', 'TSi', 'TSr'] },
      ]);
      expect(of('negotiation', list)).toMatchObject([{ change: 'started', role: 'initiator', messageId: 2, remote: '198.51.100.1' }]);
    });

  it('tells of a refusal in the answer', () => {
    const lines = [`Rx ${ends()} m_id: 0x2`, heads.bracket, ...fields('CREATE_CHILD_SA', 'RESPONDER MSG-RESPONSE', 2)['one line']];
    const refusal = [
      'Payload contents: ',
      ' NOTIFY(NO_PROPOSAL_CHOSEN)  Next payload: NONE, reserved: 0x0, length: 8',
      '    Security protocol id: IKE, spi size: 0, type: NO_PROPOSAL_CHOSEN',
    ];
    const list = events(...stamped([...lines, ...refusal], 'IKEv2:'));
    expect(of('negotiation', list)).toMatchObject([{ change: 'failed', role: 'initiator', reason: 'NO_PROPOSAL_CHOSEN' }]);
    expect(of('notify', list)).toMatchObject([{ direction: 'received', notify: 'NO_PROPOSAL_CHOSEN' }]);
  });

  it('is of the IKE SA of its SPIs, not of the session spoken of last', () => {
    const sent = [`Tx ${ends()} m_id: 0x4`, heads.bracket, ...fields('INFORMATIONAL', 'INITIATOR', 4)['one line']];
    const answer = [`Rx ${ends()} m_id: 0x4`, heads.bracket, ...fields('INFORMATIONAL', 'RESPONDER MSG-RESPONSE', 4)['one line']];
    const list = events(
      ...stamped(['Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]', ...sent], 'IKEv2:(SA ID = 1):'),
      ...stamped(['Sending DELETE INFO message for IPsec SA [SPI: 0x11111111]'], 'IKEv2:(SA ID = 2):'),
      ...stamped(answer, 'IKEv2:'),
      ...stamped(['Processing ACK to informational exchange'], 'IKEv2:(SA ID = 1):'),
    );
    expect(of('delete', list).filter(({ change }) => change === 'acknowledged')).toMatchObject([
      { spi: '0x28DC063C', remote: '198.51.100.1' },
    ]);
  });

  it('takes nothing of a line that another session prints between', () => {
    const other = `HDR[i:AAAAAAAAAAAAAAAA - r: BBBBBBBBBBBBBBBB]`;
    const [begin = '', header = '', ...rest] = [
      `Tx ${ends()} m_id: 0x4`,
      heads.bracket,
      ...fields('INFORMATIONAL', 'INITIATOR', 4)['three lines'],
    ];
    const list = events(
      ...stamped([begin, header], 'IKEv2:(SA ID = 1):'),
      ...stamped([other], 'IKEv2:(SA ID = 2):'),
      ...stamped(rest, 'IKEv2:(SA ID = 1):'),
    );
    expect(of('message', list)).toMatchObject([{ ikeSpis: SPIS, messageId: 4, exchange: 'informational' }]);
  });

  it('begins an IKE SA with a first request, which the session behind it is given', () => {
    const first = `HDR[i:${SPIS.initiator} - r: 0000000000000000]`;
    const list = events(
      ...stamped(
        [
          `Rx ${ends()} m_id: 0x0`,
          first,
          'Next payload: SA, version: 2.0 Exchange type: IKE_SA_INIT, flags: INITIATOR Message id: 0, length: 344',
        ],
        'IKEv2:',
      ),
      ...stamped(['Verify SA init message', ': Auth exchange failed'], 'IKEv2:(SA ID = 1):'),
    );
    expect(of('ike-sa', list)).toMatchObject([
      { change: 'started', role: 'responder', remote: '198.51.100.1' },
      { change: 'failed', ikeSpis: { initiator: SPIS.initiator } },
    ]);
  });
});

describe('an IKEv2 packet of which lines are lost', () => {
  const whole = [`Tx ${ends()} m_id: 0x4`, heads.bracket, ...fields('INFORMATIONAL', 'INITIATOR', 4)['two lines']];
  const cut = whole.slice(0, -1);
  const heading = 'Payload contents: ';
  const sent = { direction: 'sent', exchange: 'informational', message: 'request', messageId: 4, ikeSpis: SPIS };
  const next = [`Rx ${ends()} m_id: 0x4`, heads.bracket, ...fields('INFORMATIONAL', 'RESPONDER MSG-RESPONSE', 4)['one line']];
  const read = (lines: readonly string[]) => of('message', events(...stamped(lines, 'IKEv2:(SA ID = 1):')));
  const OTHER_LINE = 'Checking for duplicate message';
  const [id = '', ...rest] = whole.slice(cut.length);

  it('has contents that nobody knows where their list is lost, and none where the list is empty', () => {
    expect(read(whole)).toMatchObject([{ ...sent, payloads: [], isUnprinted: true }]);
    const [empty] = read([...whole, heading]);
    expect(empty).toMatchObject({ ...sent, payloads: [] });
    expect(empty?.isUnprinted).toBeUndefined();
  });

  it.each([
    ['the list of its payloads', [heading, ' ENCR  Next payload: DELETE, reserved: 0x0, length: 48'], [{ ...sent, payloads: ['ENCR'] }]],
    ['many other lines of its session', Array.from({ length: 9 }, () => OTHER_LINE), [{ ...sent, payloads: [], isUnprinted: true }]],
    ['the next packet', next, [sent, { direction: 'received', message: 'response', messageId: 4 }]],
  ])('is told without its message id line: behind it %s', (_what, behind, expected) => {
    expect(read([...cut, ...behind])).toMatchObject(expected);
  });

  it('is whole where another line of its session stands between', () => {
    expect(rest).toEqual([]);
    const list = ' DELETE  Next payload: NONE, reserved: 0x0, length: 12';
    expect(read([...cut, OTHER_LINE, id, heading, list])).toMatchObject([{ ...sent, payloads: ['DELETE'] }]);
  });

  it('has no id where none of its lines has one', () => {
    const [message] = read([...cut.map((line) => line.replace(' m_id: 0x4', '')), heading]);
    expect(message).toMatchObject({ ...sent, messageId: undefined });
  });
});
