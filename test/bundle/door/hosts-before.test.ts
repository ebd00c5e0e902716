/** What stands before a message names a router, or is a key, or somebody's own words. */
import { describe, expect, it } from 'vitest';
import { hostsBefore } from '../../../src/bundle/door/speaker.ts';

const MESSAGE =
  "*Jan  5 03:00:21.223: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";

describe('before a message', () => {
  it.each([
    ['Jan  5 03:00:22 hq 121: ', 'hq'],
    ['Jan  5 2026 03:00:22 hq.example.net 121: ', 'hq'],
    ['<187>121: hq: ', 'hq'],
    ['2026-01-05T03:00:22+00:00 hq 121: ', 'hq'],
    ['host=hq ', 'hq'],
  ])('%s names the router', (before, host) => expect(hostsBefore(before + MESSAGE)).toContain(host));

  it.each([
    '    remote_proxy= 10.2.0.0/255.255.255.0/256/0 ',
    '    sa_lifetime(k/sec)= (4608000/3600) ',
    'Hi all, on the router we have ',
    'see this: ',
    'and then it says: ',
  ])('%s names none', (before) => expect(hostsBefore(before + MESSAGE).filter((host) => /^[a-z]/i.test(host))).toEqual([]));
});
