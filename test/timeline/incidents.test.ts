/** Which messages of an unknown SPI are this tunnel's affair, and what their repetition says where several senders share one SPI. */
import { describe, expect, it } from 'vitest';
import { timelineOf } from '../verdict/bundle-of.ts';

const [HQ, BRANCH, STRANGER, OTHER] = ['192.0.2.1', '198.51.100.1', '203.0.113.66', '203.0.113.77'];
const message = (time: string, spi: string, source: string) =>
  `Sep  2 2026 ${time}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=${source}, input interface=GigabitEthernet0/0\n`;
const installed = (time: string, spi: string, remote: string) => `Sep  2 2026 ${time}: IPSEC(create_sa): sa created,
  (sa) sa_dest= ${BRANCH}, sa_proto= 50,
    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= ${BRANCH}:0, remote= ${remote}:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.9.0.0/255.255.0.0/256/0
`;
const CONFIGURED = {
  'show_running_config_section_crypto.txt': `crypto map OUTSIDE 10 ipsec-isakmp\n set peer ${HQ}\ncrypto map OUTSIDE 20 ipsec-isakmp\n set peer ${STRANGER}\n`,
};
const X = '5B1C9E07';

function reported(b: string, shown: Record<string, string> = {}) {
  const { incidents, recordings } = timelineOf({ a: '', b }, shown);
  return {
    incidents: incidents.map(({ spi, sources, persistence, persistenceReason }) => ({
      spi,
      sources: sources.length,
      persistence,
      persistenceReason,
    })),
    foreign: recordings.b.foreignInvalidSpis,
  };
}

describe('a message from an address that the bundle does not name', () => {
  it('is another tunnel’s, as far as anybody can tell', () => {
    expect(reported(message('10:00:00.000', X, STRANGER))).toEqual({ incidents: [], foreign: 1 });
  });

  it('is reported when the same SPI comes from a second address', () => {
    const b = message('10:00:00.000', X, STRANGER) + message('10:00:07.000', X, OTHER);
    expect(reported(b)).toMatchObject({ incidents: [{ spi: `0x${X}`, sources: 2 }], foreign: 0 });
  });

  it('is not, when an SA of that address bears the SPI: it has moved, and is another tunnel’s', () => {
    const b = installed('09:00:00.000', X, STRANGER) + message('10:00:00.000', X, STRANGER) + message('10:00:07.000', X, OTHER);
    expect(reported(b)).toMatchObject({ incidents: [], foreign: 2 });
  });

  it.each(['DEAD0000', '41410000', '00000001', '000000FF', '41414141'])('is reported when its SPI, %s, looks made up', (spi) => {
    expect(reported(message('10:00:00.000', spi, STRANGER))).toMatchObject({ incidents: [{ sources: 1 }], foreign: 0 });
  });

  it.each(['00000100', '0000DEAD', '41414142'])('is not for an SPI like %s, which a receiver may draw', (spi) => {
    expect(reported(message('10:00:00.000', spi, STRANGER))).toMatchObject({ incidents: [], foreign: 1 });
  });

  it('is another tunnel’s whatever its SPI looks like, when the configuration names the address', () => {
    expect(reported(message('10:00:00.000', 'DEAD0000', STRANGER), CONFIGURED)).toMatchObject({ incidents: [], foreign: 1 });
  });
});

describe('one SPI from several senders', () => {
  const again = (source: string) => message('10:00:00.000', X, source) + message('10:01:01.000', X, source);

  it('loses what the peer itself sends again and again, though somebody else sends with it too', () => {
    expect(reported(again(HQ) + message('10:02:00.000', X, STRANGER)).incidents).toMatchObject([
      { sources: 2, persistence: 'black-hole', persistenceReason: expect.stringMatching(/of the peer's own packets$/) },
    ]);
  });

  it('need not lose anything of the tunnel, when the peer is not among them', () => {
    expect(reported(again(STRANGER) + message('10:02:00.000', X, OTHER)).incidents).toMatchObject([{ sources: 2, persistence: 'unknown' }]);
  });
});

describe('a message of which an address cannot be read', () => {
  const filler = 'Sep  2 2026 10:09:00.000: %SYS-5-CONFIG_I: Configured from console by console\n';
  const at = (minute: number, source: string) => message(`10:0${minute}:01.000`, X, source);
  const UNREAD = ['y.y.y.y', '<removed>', '198.51.10', `${HQ}u all`, ''];

  it.each(UNREAD)('may be of the one flow that there is, so that nothing is over: %s', (source) => {
    for (const b of [at(0, source) + at(1, HQ), at(0, HQ) + at(1, source), at(0, HQ) + at(1, source) + at(2, HQ)])
      expect(reported(b + filler).incidents).toMatchObject([
        { persistence: 'black-hole', persistenceReason: expect.stringMatching(/^logged /) },
      ]);
  });

  it('is of it too where the destination is what cannot be read', () => {
    const b = at(0, HQ).replace(`destaddr=${BRANCH}`, 'destaddr=x.x.x.x') + at(1, HQ) + filler;
    expect(reported(b).incidents).toMatchObject([{ persistence: 'black-hole' }]);
  });

  it('leaves it open where several senders may have sent it', () => {
    const b = at(0, HQ) + at(1, STRANGER) + at(3, 'y.y.y.y') + filler;
    expect(reported(b).incidents).toMatchObject([{ persistence: 'unknown', persistenceReason: expect.stringContaining('cannot be read') }]);
  });

  it('and two that can be read and differ are still two flows', () => {
    expect(reported(at(0, HQ) + at(1, STRANGER) + filler).incidents).toMatchObject([{ persistence: 'transient' }]);
  });
});
