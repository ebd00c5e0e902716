/** What ended an incident is said by the sender's own line beside the end of its SA, and by no other: a DELETE only where one came. */
import { describe, expect, it } from 'vitest';
import { sayChain } from '../../src/report/chain-words.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, Verdict } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST } from './stories.ts';

/** hq (a) sends with it, branch (b) has deleted it and logs it until 13:37:48; hq's clock is branch's. */
const X = '0xB761863E';

const sa = (what: string, at: string, lifetime = 3600) => `Sep  2 ${at}: IPSEC(${what}
  (sa) sa_dest= 198.51.100.1, sa_proto= 50,
    sa_spi= ${X}(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/${lifetime}),
  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,
    local_proxy= 10.1.0.0/255.255.0.0/256/0,
    remote_proxy= 10.2.0.0/255.255.0.0/256/0
`;
const GONE = sa('delete_sa): deleting SA,', '13:37:55.500');
const BY_IKE = "Sep  2 13:37:55.499: IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP\n";
const LATER = 'Sep  2 13:38:40.000: %HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here\n';

function judged(ofSender: string, story = DELETE_LOST): { verdict: Verdict; incident: JudgedIncident } {
  const verdict = judge(timelineOf({ ...story, a: `${story.a}${ofSender}${LATER}`, b: `${story.b}${LATER}` }));
  const [incident] = verdict.incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { verdict, incident };
}

function healsBy(ofSender: string): JudgedIncident['chain']['heals'] {
  return judged(ofSender).incident.chain.heals;
}

describe('of an SA that its sender let go', () => {
  it.each([
    ['its dead peer detection', 'dpd', 'ISAKMP:(1001):peer 198.51.100.1 not responding!'],
    [
      'its retransmissions in vain',
      'dpd',
      'ISAKMP:(1001):deleting SA reason "Death by retransmission P1" state (I) QM_IDLE (peer 198.51.100.1)',
    ],
    [
      'its probes in vain',
      'dpd',
      'ISAKMP: (1001):deleting SA reason "P1 errcounter exceeded (PEERS_ALIVE_TIMER)" state (I) QM_IDLE (peer 198.51.100.1)',
    ],
    ['the last copy of IKEv2', 'dpd', 'IKEv2-ERROR:(SESSION ID = 3,SA ID = 1):: Maximum number of retransmissions reached'],
    ['an operator', 'operator', '%PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:!exec: clear crypto sa peer 198.51.100.1'],
    ['an operator of phase 1', 'operator', 'ISAKMP:(1001):deleting SA reason "BY user command" state (I) QM_IDLE (peer 198.51.100.1)'],
    ['a DELETE', 'delete', 'ISAKMP:(1001): processing DELETE payload. message ID = 77160012'],
    ['the first contact of another life', 'healed', 'ISAKMP:(1002):processing NOTIFY INITIAL_CONTACT protocol 1'],
  ])('it is said that %s ended it, with the line', (_who, how, line) => {
    const heals = healsBy(`Sep  2 13:37:55.200: ${line}\n${GONE}`);
    expect(heals).toMatchObject({ how, at: '1972-09-02T13:37:55.500Z', confidence: 'likely' });
    expect(heals.evidence.map(({ text }) => text).join('\n')).toContain(line.slice(0, 40));
  });

  it('what was typed on its terminal has no stamp, and the line behind it has', () => {
    expect(healsBy(`hq#clear crypto session remote 198.51.100.1\n${GONE}`).how).toBe('operator');
    expect(healsBy(`hq#clear crypto sa peer 203.0.113.77\n${GONE}`).how).toBe('healed');
    expect(
      healsBy(`hq#clear crypto sa peer 198.51.100.1\nSep  2 13:30:30.000: %SYS-5-CONFIG_I: Configured from console by jdoe\n${GONE}`).how,
    ).toBe('healed');
  });

  it.each([480, 1800])('its own %i s are its end only where they were over', (seconds) => {
    const heals = healsBy(sa('create_sa): sa created,', '13:29:55.500', seconds) + GONE);
    expect(heals.how).toBe(seconds === 480 ? 'expires' : 'healed');
  });

  it('no DELETE is made up where no line says why it went', () => {
    const { incident, verdict } = judged(GONE);
    expect(incident.chain.heals).toMatchObject({ how: 'healed', at: '1972-09-02T13:37:55.500Z' });
    expect(sayChain(incident, verdict).at(-1)).toBe(
      `It has been over since 09-02 13:37:55.500: hq deleted ${X}, for what reason is not on record.`,
    );
  });

  it('what IKE had it do, of whose lines none is on record, may have been a DELETE, and no more', () => {
    const { incident, verdict } = judged(BY_IKE + GONE);
    expect(incident.chain.heals).toMatchObject({ how: 'delete', confidence: 'possible' });
    expect(sayChain(incident, verdict).at(-1)).toMatch(/the IKE of hq made it delete 0xB761863E, as behind a DELETE of branch/);
  });

  it('the DELETE that came behind its end did not bring it about', () => {
    expect(healsBy(`${GONE}Sep  2 13:37:55.700: ISAKMP:(1001): processing DELETE payload. message ID = 77160012\n`).how).toBe('healed');
  });

  it('who has replaced it before it deletes it was over when it did', () => {
    const switched =
      'Sep  2 13:37:50.000: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI 2C0FFEE1\n';
    expect(healsBy(switched + GONE)).toMatchObject({ how: 'rekey', at: '1972-09-02T13:37:50.000Z' });
    expect(healsBy(GONE + switched.replace('50.000', '58.000')).how).toBe('healed');
  });
});

describe('what is to be done', () => {
  it('never is it said to be over, and to be cleared', () => {
    const { incident } = judged(`Sep  2 13:37:55.200: ISAKMP:(1001):peer 198.51.100.1 not responding!\n${GONE}`);
    expect(incident.healing.will).toBe('healed');
    expect(incident.cause.remedy).not.toMatch(/clear crypto/);
    expect(incident.cause.blocks.filter(({ does }) => does === 'masks')).toEqual([]);
  });

  it.each([
    '%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500       Id: 198.51.100.1',
    '%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an OUTGOING SA request from 192.0.2.1 to 198.51.100.1 due to IPSEC SA LIMIT REACHED',
  ])('a tunnel without another SA is not over: %s', (line) => {
    const told = `Sep  2 13:35:01.000: ${line}\n${GONE}`;
    const { incident, verdict } = judged(told);
    expect(incident.healing.will).toBe('down');
    expect(sayChain(incident, verdict).at(-1)).toMatch(/^The tunnel was down when the records end: /);
    expect(
      judged(told.replaceAll(' 198.51.100.1 due', ' 203.0.113.77 due').replace(/Peer 198\S+ .*/, 'Peer 203.0.113.77:500')).incident.healing
        .will,
    ).toBe('healed');
  });
});

it('what a stranger sends does not end when the tunnel makes new SAs', () => {
  const stranger = DELETE_LOST.b
    .replaceAll('srcaddr=192.0.2.1', 'srcaddr=203.0.113.77')
    .replaceAll('0xB761863E(3076621886), srcaddr', '0x00000000(0), srcaddr');
  const switched =
    'Sep  2 13:37:58.000: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI 2C0FFEE1\n';
  const { incident } = judged(switched, { ...DELETE_LOST, b: stranger });
  expect(incident.spi).toBe('0x00000000');
  expect(incident.chain.heals.how).toBe('unknown');
});
