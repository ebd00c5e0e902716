/** GETVPN and DMVPN in a log: each message says what became of which group, tunnel and peer. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/ios/log/log.ts';

function overlayOf(message: string) {
  const [event] = readLog(`Jan  5 03:00:21.223: ${message}`, { side: 'a', file: 'show_logging.txt' }).events;
  return event?.kind === 'syslog' ? event.overlay : undefined;
}

describe('a message of GETVPN', () => {
  it.each([
    [
      '%CRYPTO-5-GM_REGSTER: Start registration to KS 192.0.2.100 for group GETVPN using address 192.0.2.1 fvrf default ivrf default',
      { what: 'registration', change: 'started', group: 'GETVPN', remote: '192.0.2.100', local: '192.0.2.1' },
    ],
    [
      '%GDOI-5-GM_REGS_COMPL: Registration to KS 192.0.2.100 complete for group GETVPN using address 192.0.2.1 fvrf default ivrf default',
      { what: 'registration', change: 'completed', group: 'GETVPN', remote: '192.0.2.100', local: '192.0.2.1' },
    ],
    [
      '%GDOI-5-GM_RECV_REKEY: Received Rekey for group GETVPN from 192.0.2.100 to 192.0.2.1 with seq # 2, spi 0xBD3D3B4EBCA9EFE8',
      { what: 'rekey', change: 'received', group: 'GETVPN', remote: '192.0.2.100' },
    ],
    [
      "%GDOI-4-GM_RE_REGISTER: The IPSec SA created for group GETVPN may have expired/been cleared, or didn't go through. Re-register to KS.",
      { what: 'registration', change: 'started', group: 'GETVPN' },
    ],
  ])('%s', (message, overlay) => {
    expect(overlayOf(message)).toMatchObject(overlay);
  });
});

describe('a message of DMVPN', () => {
  it.each([
    [
      '%DMVPN-5-CRYPTO_SS: Tunnel0: local address : 192.0.2.1 remote address : 198.51.100.1 socket is DOWN',
      { what: 'crypto-socket', change: 'down', interface: 'Tunnel0', local: '192.0.2.1', remote: '198.51.100.1' },
    ],
    ['%DMVPN-5-NHRP_NHS: Tunnel0 10.0.0.1 is UP', { what: 'next-hop-server', change: 'up', interface: 'Tunnel0' }],
    [
      '%DMVPN-3-DMVPN_NHRP_ERROR: Registration Request failed for 10.0.0.2 on Tunnel0 socket',
      { what: 'nhrp', change: 'failed', interface: 'Tunnel0' },
    ],
  ])('%s', (message, overlay) => {
    expect(overlayOf(message)).toMatchObject(overlay);
  });
});

it('says nothing of an overlay where no overlay speaks', () => {
  expect(overlayOf('%SYS-5-CONFIG_I: Configured from console by ops on vty0')).toBeUndefined();
  expect(overlayOf('%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed')).toBeUndefined();
});
