/** What a receiver's own log says of the path, when it names each packet: charon over kernel-libipsec. */
import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';

const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
const X = 'e6e0a5b1';
const at = (seconds: number) => `Nov 26 10:00:${seconds.toFixed(3).padStart(6, '0')}`;
const line = (seconds: number, body: string) => `${at(seconds)} ${body}\n`;
const esp = (seconds: number, sequence: number, spi = X) => line(seconds, `06[ESP] parsed ESP header with SPI ${spi} [seq ${sequence}]`);
const unknown = (seconds: number, sequence: number) =>
  esp(seconds, sequence) + line(seconds, '06[ESP] inbound ESP packet does not belong to an installed SA');
const UP =
  line(0, '14[NET] received packet: from 198.51.100.1[4500] to 192.0.2.1[4500] (92 bytes)') +
  line(0, '14[IKE] IKE_SA hq-branch[1] established between 192.0.2.1[192.0.2.1]...198.51.100.1[198.51.100.1]') +
  line(0, `14[ESP] adding SAD entry with SPI ${X} and reqid {1}`) +
  line(0, `14[IKE] CHILD_SA net{1} established with SPIs ${X}_i 063cbe6a_o and TS 10.1.0.1/32 === 10.2.0.1/32`);
const probe = (seconds: number, id: number) =>
  line(seconds, `10[ENC] generating INFORMATIONAL_V1 request ${id} [ HASH N(DPD) ]`) +
  line(seconds, '10[NET] sending packet: from 192.0.2.1[4500] to 198.51.100.1[4500] (108 bytes)');
const GIVEN_UP =
  probe(22, 3407191634) +
  probe(24, 1744291798) +
  line(26, '02[JOB] DPD check timed out, enforcing DPD action') +
  line(26, `02[ESP] deleted inbound SAD entry with SPI ${X}`) +
  line(26, '02[ESP] deleted outbound SAD entry with SPI 063cbe6a');

function judged(log: string) {
  const timeline = buildTimeline({
    tunnel: { a: { name: 'hq', address: toAddress(HQ) }, b: { name: 'branch', address: toAddress(BRANCH) } },
    sides: { a: [{ name: 'charon.log', text: log, bytes: log.length }], b: [] },
    missing: [],
  });
  return judge(timeline);
}

const causeOf = (log: string) => judged(log).incidents[0]?.cause;
const goesOn = (log: string) => judged(log).facts.find(({ fact }) => fact === 'goes-on')?.is;

describe('a peer that was taken for dead', () => {
  it.each([3, 7, 40])('was behind a path that was out, when %i of its packets are missing over the end', (missing) => {
    const cause = causeOf(UP + esp(18, 1) + esp(20, 2) + GIVEN_UP + unknown(27, 3 + missing) + unknown(28, 4 + missing));
    expect(cause?.id).toBe('path-outage');
  });

  it('was there all the time, when its packets came while the probes were in vain', () => {
    const cause = causeOf(UP + esp(18, 1) + GIVEN_UP.replace(at(24), `${esp(23, 2)}${at(24)}`) + unknown(33, 3) + unknown(40, 4));
    expect(['dpd-false-positive', 'ike-blocked']).toContain(cause?.id);
  });

  it('is not said to have been there on the word of a packet that came before the first probe', () => {
    const cause = causeOf(UP + esp(18, 1) + esp(21, 2) + GIVEN_UP + unknown(44, 3) + unknown(45, 4));
    expect(cause?.confidence).toBe('possible');
  });
});

describe('a sender that has gone over to another SA', () => {
  const second = (spi: string) => [28, 28.1, 28.2].map((seconds, index) => esp(seconds, index + 1, spi)).join('');
  const end = GIVEN_UP + unknown(26.1, 3);

  it('is told by a row of packets of that SA behind the last one', () => {
    const made = line(27, '14[IKE] CHILD_SA net{2} established with SPIs 721134cc_i aec8987b_o and TS 10.1.0.1/32 === 10.2.0.1/32');
    expect(goesOn(UP + esp(25, 2) + end + made + second('721134cc'))).toBe('no');
  });

  it('is not told by packets of an SPI that is no SA of the receiver: nobody knows whose they are', () => {
    expect(goesOn(UP + esp(25, 2) + end + second('0a0b0c0d'))).toBe('unknown');
  });
});
