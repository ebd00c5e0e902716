import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { sample } from './samples.ts';

function file(path: string) {
  const text = sample(path);
  return { name: 'show_logging.txt', text, bytes: text.length };
}

describe('the published pair of a hub and a spoke behind a NAT', () => {
  const sides = {
    a: [file('two-sided/hub-spoke2-natt-qm-rejected__hub.txt')],
    b: [file('two-sided/hub-spoke2-natt-qm-rejected__spoke2.txt')],
  };
  const hub = { name: 'hub', address: toAddress('203.0.113.1') };
  const spoke = { name: 'spoke2', address: toAddress('172.16.0.2') };

  it.each([
    ['as the tunnel says it', { ...spoke, natAddress: toAddress('203.0.113.30') }],
    ['as the messages tell it', spoke],
  ])('is joined with the translated address %s', (_how, b) => {
    const timeline = buildTimeline({ tunnel: { a: hub, b }, sides, missing: [] });
    expect(timeline.messages).toMatchObject([
      { key: 'quick 570535495 1', from: 'b', fate: 'delivered' },
      { key: 'informational 1148084868 1', from: 'a', fate: 'delivered' },
    ]);
    expect(timeline.clock).toMatchObject({ offsetMs: 0, uncertaintyMs: 2 });
    expect([timeline.incidents, timeline.recordings.a.foreignEvents]).toEqual([[], 0]);
  });
});

describe('the published failover without stamps', () => {
  it('has the one incident, heard at the new active router', () => {
    const sides = { a: [file('debug-isakmp/ios-isakmp-hsrp-failover-new-active-R3-inv-spi.txt')], b: [] };
    const tunnel = { a: { name: 'R3', address: toAddress('1.1.100.10') }, b: { name: 'R6', address: toAddress('1.1.56.6') } };
    const timeline = buildTimeline({ tunnel, sides, missing: [] });
    expect(timeline.incidents).toMatchObject([{ spi: '0x33C701EA', receiver: 'a', source: '1.1.56.6', destination: '1.1.100.10' }]);
    expect(timeline.childSas.find(({ spi }) => spi === '0x33C701EA')?.deleteUnsendable).toHaveLength(1);
    expect(timeline.clock.offsetMs).toBeNull();
  });
});
