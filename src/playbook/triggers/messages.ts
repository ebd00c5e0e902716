/** Triggers that spring on a message of the router's own log. */
import type { Trigger } from './trigger.ts';

/** Two colons between hex digits stand in no message about IPv4. Which field of an IPv6 one holds which address, and how it is spelled, is not known. [U] */
const ANY_IPV6 = '%CRYPTO-4-RECVD_PKT_INV_SPI: .*[0-9A-Fa-f]:[0-9A-Fa-f]*:[0-9A-Fa-f]';

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/** One whose own address changes hears of packets to whatever it has then. */
function isAny(local: string): boolean {
  return local === '0.0.0.0';
}

/** Any source, to our own address: whose packet it was is told apart afterwards, by the address as a word. */
function pattern(local: string): string {
  if (isIpv6(local)) return ANY_IPV6;
  return `%CRYPTO-4-RECVD_PKT_INV_SPI: .*destaddr=${isAny(local) ? '' : `${literal(local)},`}`;
}

/** `srcaddr=11.1.1.3, input interface=Ethernet0/0`, or the end of the message. [C] eem.md 1 */
const SOURCE = 'srcaddr=([0-9.]+)';

/** Believed to be like those of IPv4. [U] */
const IPV6_SAMPLES = {
  spring: [
    "*Mar 12 18:22:10.706: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=2001:DB8::1, prot=50, spi=0x68842105(1753489669), srcaddr=2001:DB8:1::1",
  ],
  ignore: [
    "*Mar 12 18:22:10.706: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x68842105(1753489669), srcaddr=198.51.100.1, input interface=Ethernet0/0",
  ],
};

/** `invalid-spi` springs on %CRYPTO-4-RECVD_PKT_INV_SPI between the two ends of the tunnel. */
export const invalidSpi: Trigger = {
  id: 'invalid-spi',
  title: 'ESP with an SPI that this router does not know, from the other end of the tunnel',
  detector: ({ local }) => ({ syslog: { pattern: pattern(local), ...(isIpv6(local) ? {} : { source: SOURCE }) } }),
  samples: ({ local, remote }) =>
    isIpv6(local)
      ? IPV6_SAMPLES
      : {
          spring: [
            `*Mar 12 18:22:10.706: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${local}, prot=50, spi=0x68842105(1753489669), srcaddr=${remote}, input interface=Ethernet0/0`,
            `Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${local}, prot=50, spi=0xB761863E(3076621886), srcaddr=${remote}`,
          ],
          ignore: [
            `Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${local}, prot=50, spi=0xB761863E(3076621886), srcaddr=203.0.113.254`,
            // The wanted address is the beginning of it.
            `Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${local}, prot=50, spi=0xB761863E(3076621886), srcaddr=${remote}23`,
            ...(isAny(local)
              ? []
              : [
                  `Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${local}0, prot=50, spi=0xB761863E(3076621886), srcaddr=${remote}`,
                ]),
            `Sep  2 13:27:57.707: %CRYPTO-4-IKMP_NO_SA: IKE message from ${remote} has no SA and is not an initialization offer`,
            `Sep  2 13:27:58.100: %HA_EM-6-LOG: FLAPTRAP-0123abcd-WATCH: the tail ends, debugs were on until here`,
          ],
        },
};

/** Brackets rather than a backslash: they mean the same to every reader on the way. */
function literal(address: string): string {
  return address.replaceAll('.', '[.]');
}

/** `repeated-spi` springs when the same unknown SPI is logged again: a black hole, not a blip at a rekey. */
export const repeatedSpi: Trigger = {
  ...invalidSpi,
  id: 'repeated-spi',
  title: 'the same unknown SPI a second time, from the other end of the tunnel',
  confirmation: { repeated: true },
};

const IPV6_SESSIONS = {
  spring: ['*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 2001:DB8::1:500       Id: 2001:DB8::1'],
  ignore: ['*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 203.0.113.254:500       Id: 203.0.113.254'],
};

/** `session-down` springs when the crypto session with the other end goes down. [L] eem.md 11.5 */
export const sessionDown: Trigger = {
  id: 'session-down',
  title: 'the crypto session with the other end goes down',
  needs: 'crypto logging session',
  detector: ({ remote }) => ({
    syslog: {
      pattern: `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.*[Pp]eer ${isIpv6(remote) ? '[0-9A-Fa-f]*:[0-9A-Fa-f]*:' : `${literal(remote)}[: ]`}`,
    },
  }),
  samples: ({ remote }) =>
    isIpv6(remote)
      ? IPV6_SESSIONS
      : {
          spring: [`*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer ${remote}:500       Id: ${remote}`],
          ignore: [
            `*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer ${remote}:500       Id: ${remote}`,
            '*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 203.0.113.254:500       Id: 203.0.113.254',
            `*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer ${remote}0:500       Id: ${remote}0`,
          ],
        },
};
