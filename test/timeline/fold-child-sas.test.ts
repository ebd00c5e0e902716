/** A DELETE that prints no SPI is tied to the SA that goes beside it, unless that one was not there yet, or has a DELETE of its own. */
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, sends, stamp, timelineOf } from './two-peers.ts';

const X = '80C80BB0';
const heard = (ms: number, id: number, ...below: string[]) => [
  `${stamp(ms)}ISAKMP (1017): received packet from ${BRANCH} dport 500 sport 500 Global (R) QM_IDLE      `,
  `${stamp(ms)}ISAKMP: set new node ${id} to QM_IDLE      `,
  `${stamp(ms)}ISAKMP:(1017): processing DELETE payload. message ID = ${id}`,
  ...below.map((line) => `${stamp(ms)}${line}`),
];
const switched = (ms: number) => [`${stamp(ms)}IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`];
const gone = (ms: number) => [
  `${stamp(ms)}IPSEC(delete_sa): deleting SA,`,
  `  (sa) sa_dest= ${BRANCH}, sa_proto= 50,`,
  `    sa_spi= 0x${X}(${Number.parseInt(X, 16)}),`,
  '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2026',
  '    sa_lifetime(k/sec)= (4608000/3600),',
  `  (identity) local= ${HQ}:0, remote= ${BRANCH}:0,`,
  '    local_proxy= 10.1.0.0/255.255.0.0/256/0,',
  '    remote_proxy= 10.2.0.0/255.255.0.0/256/0',
];

/** The ids of the DELETEs that are said to have told of X. */
function told(...lines: string[][]): unknown[] {
  const { childSas, events } = timelineOf({ a: lines.flat() });
  const sa = childSas.find(({ spi }) => spi === `0x${X}`);
  return (sa?.deleteReceived ?? []).map((ref) => (events[ref] as { messageId?: number }).messageId);
}

describe('a DELETE that prints no SPI', () => {
  it('is that of the SA that goes behind it', () => {
    expect(told(switched(0), heard(5000, 41), gone(5002))).toEqual([41]);
  });

  it('is of another where the SA was made behind it', () => {
    expect(told(heard(5000, 41), switched(5700), gone(5900))).toEqual([]);
  });

  it('is of another where one that names the SA stands between the two', () => {
    const named = heard(5900, 42, `ISAKMP:(1017):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x${X})`);
    expect(told(switched(0), heard(5000, 41), named, gone(5902))).toEqual([42]);
  });
});

describe('of two SAs that go within a second, each has the DELETE that left nearest to its end', () => {
  const SPIS = ['80C80BB0', '1D2E3F40'] as const;
  const end = (ms: number, spi: string) => [
    `${stamp(ms)}IPSEC(delete_sa): deleting SA,`,
    `  (sa) sa_dest= ${HQ}, sa_proto= 50,`,
    `    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),`,
  ];
  const left = (ms: number) => [
    ...sends(ms, BRANCH, 900_000_000 + ms),
    `${stamp(ms)}ISAKMP: (1003):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL`,
  ];
  const [one, two] = SPIS;

  it.each([
    ['behind each end', [end(0, one), left(1), end(40, two), left(41)]],
    ['before each end', [left(0), end(1, one), left(40), end(41, two)]],
    ['behind both ends', [end(0, one), end(0, two), left(1), left(1)]],
    ['beside one of long before', [left(-600), end(0, one), left(1), end(40, two), left(41)]],
  ])('%s', (_where, lines) => {
    const { childSas, events } = timelineOf({ a: lines.flat() });
    const deletes = events.filter(({ kind }) => kind === 'delete').slice(-SPIS.length);
    expect(deletes).toHaveLength(SPIS.length);
    expect(SPIS.map((spi) => childSas.find((sa) => sa.spi === `0x${spi}`)?.deleteSent)).toEqual(deletes.map(({ ref }) => [ref]));
  });

  it('and both have the only one', () => {
    const { childSas } = timelineOf({ a: [end(0, one), end(1, two), left(2)].flat() });
    expect(new Set(childSas.map(({ deleteSent }) => deleteSent.length))).toEqual(new Set([1]));
  });
});
