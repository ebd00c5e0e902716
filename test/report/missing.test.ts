import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { sayMissing } from '../../src/report/missing.ts';

const tunnel = {
  a: { name: 'hq', address: toAddress('192.0.2.1') },
  b: { name: 'branch', address: toAddress('198.51.100.1') },
};

describe('what is not in the bundle', () => {
  it('gathers the commands that nobody captured, one line a router, behind what lacks otherwise', () => {
    const missing = [
      'b: `show version` was not captured',
      'a: `show crypto isakmp sa` was not captured',
      'b: show_logging.txt ends in the middle of a message',
      'b: `show running-config | section crypto` was not captured',
    ];
    expect(sayMissing({ missing, tunnel })).toEqual([
      'branch: show_logging.txt ends in the middle of a message',
      'hq: show crypto isakmp sa',
      'branch: show version, show running-config | section crypto',
    ]);
  });

  it('names the routers as the rest of the report does, and leaves alone what is of neither', () => {
    const missing = ['a: the folder a/ is missing: nothing of this router was captured', 'tunnel.yaml was written by nobody'];
    expect(sayMissing({ missing, tunnel })).toEqual(['hq: the folder a/ is missing: nothing of this router was captured', missing[1]]);
  });

  it('says nothing where nothing lacks', () => {
    expect(sayMissing({ missing: [], tunnel })).toEqual([]);
  });
});
