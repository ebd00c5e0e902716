/** What is advised and what is to be pasted is of the IKE on record: nobody is told to move to what he runs. */
import { describe, expect, it } from 'vitest';
import type { CauseRule } from '../../src/verdict/cause.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import { judge } from '../../src/verdict/judge.ts';
import { inOwnVersion } from '../../src/verdict/own-version.ts';
import type { Cause } from '../../src/verdict/verdict.ts';
import { timelineOf as twoRecords } from '../timeline/two-peers.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST } from './stories.ts';

const REMEDIES = Object.values<CauseRule>(CAUSES).map(({ id, remedy }) => ({
  id,
  said: [remedy.now, remedy.forGood, ...remedy.blocks.flatMap(({ lines, effect }) => [...lines, effect])],
}));

describe.each(REMEDIES)('the remedy of $id', ({ said }) => {
  it('has no command of IKEv1 alone where IKEv2 is spoken, and asks nobody to move there', () => {
    const words = said.map((each) => inOwnVersion(each, 2)).join('\n');
    expect(words).not.toMatch(/crypto isakmp (?:nat )?keepalive|move to IKEv2|with IKEv2 it is/);
  });

  it('says nothing of how IKEv2 would do it where IKEv1 is spoken', () => {
    expect(said.map((each) => inOwnVersion(each, 1)).join('\n')).not.toMatch(/crypto ikev2|in the profile|In IKEv2 the first/);
  });

  it('stays as it is where the records do not say which', () => {
    for (const each of said) expect(inOwnVersion(each, undefined)).toBe(each);
  });
});

it('a lost DELETE of IKEv1 is answered with a keepalive of IKEv1, and nothing else', () => {
  const cause: Cause | undefined = judge(timelineOf(DELETE_LOST)).incidents[0]?.cause;
  expect(cause?.blocks.flatMap(({ lines }) => lines)).toContain(' crypto isakmp keepalive 10 3 periodic');
  expect(cause?.blocks.map(({ effect }) => effect).join('\n')).not.toContain('IKEv2');
  expect(cause?.remedy).toContain('move to IKEv2, whose deletes are acknowledged');
});

describe('where no line of IKE is on record, what is asked for is of the IKE that is configured', () => {
  const clock = (second: number) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: `;
  const invalid = `${clock(20)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`;
  const note = (second: number) => `${clock(second)}%SYS-5-CONFIG_I: Configured from console by console`;
  const SECOND = [
    'crypto ikev2 profile P',
    ' match identity remote address 198.51.100.1 255.255.255.255',
    'crypto ipsec profile VTI',
    ' set ikev2-profile P',
  ];
  const FIRST = ['crypto isakmp key <removed> address 198.51.100.1', 'crypto map WAN 10 ipsec-isakmp', ' set peer 198.51.100.1'];
  const wanted = (configuration: string[]) => {
    const a = { 'show_logging.txt': [note(1), invalid, note(59)], 'show_running-config_section_crypto.txt': configuration };
    const [incident] = judge(twoRecords({ a, b: { 'show_logging.txt': [note(1), note(59)] } })).incidents;
    return (incident?.cause.missing ?? []).join('\n');
  };

  it('IKEv2 alone', () => {
    expect(wanted(SECOND)).toContain('debug crypto ikev2 on hq');
    expect(wanted(SECOND)).not.toContain('isakmp');
  });

  it.each([
    ['IKEv1 alone', FIRST],
    ['both, of which one may be of another tunnel', [...SECOND, ...FIRST]],
  ])('%s', (_what, configuration) => {
    expect(wanted(configuration)).toContain('debug crypto isakmp on hq');
  });
});
