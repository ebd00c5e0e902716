/** The address map over drawn networks: one stand-in an address, nobody's own address among them, prefixes kept. */
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../src/ios/redact/redactor.ts';
import { seeded } from '../../../src/lab/random.ts';

const TURNS = 60;
const below = (random: () => number, count: number): number => Math.floor(random() * count);

/** Addresses as customers have them: few networks, private ones too, many hosts. */
function drawAddresses(random: () => number): string[] {
  const networks = Array.from({ length: 1 + below(random, 5) }, () => {
    const first = [10, 10, 10, 172, 192, 198, 203, 30, 100][below(random, 9)] ?? 10;
    return `${first}.${[0, 1, 2, 16, 18, 128, 168][below(random, 7)]}.${below(random, 4)}`;
  });
  const hosts = networks.flatMap((network) => Array.from({ length: 6 }, () => `${network}.${1 + below(random, 250)}`));
  return [...new Set(hosts)];
}

describe('the stand-ins of addresses', () => {
  it('are one for each, and never an address that somebody has himself', () => {
    const random = seeded(31);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const originals = drawAddresses(random);
      const standIns = new Redactor({ kinds: ['address'] }).redact(originals.join('\n')).split('\n');
      expect(new Set(standIns).size).toBe(originals.length);
      expect(standIns.filter((each) => originals.includes(each))).toEqual([]);
    }
  });

  it('are none of an address that only a later text tells, when it was learned from before', () => {
    const redactor = new Redactor({ kinds: ['address'] });
    const [one, two] = ['peer 10.1.0.1', 'peer 10.0.0.1'];
    for (const text of [one, two]) redactor.learn(text);
    expect([one, two]).not.toContain(redactor.redact(one));
    expect([one, two]).not.toContain(redactor.redact(two));
  });

  it('stand in the names of files too, where the signs of an address are underscores', () => {
    const redactor = new Redactor({ kinds: ['address'] });
    const texts = ['peer 198.51.100.1 port 500', 'peer 2001:db8::77'].map((text) => redactor.redact(text));
    const [four = '', six = ''] = texts.map((text) => (text.split(' ')[1] ?? '').replaceAll(/[^\da-f]+/g, '_'));
    expect(redactor.redactPath('a/show_crypto_ipsec_sa_peer_198_51_100_1_detail.txt')).toBe(
      `a/show_crypto_ipsec_sa_peer_${four}_detail.txt`,
    );
    expect(redactor.redactPath('a/show_crypto_ikev2_sa_remote_2001_DB8_77.txt')).toBe(`a/show_crypto_ikev2_sa_remote_${six}.txt`);
    expect(new Redactor().redactPath('a/peer_198_51_100_1.txt')).toBe('a/peer_198_51_100_1.txt');
  });
});
