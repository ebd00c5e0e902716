/** Where there is no incident it is said whether that is good news, what there was nothing to judge of, and which other tunnel flaps. */
import { describe, expect, it } from 'vitest';
import { sayNone, sayNothing } from '../../src/report/none.ts';
import { sayOtherTunnels } from '../../src/report/other-tunnels.ts';
import { judge } from '../../src/verdict/judge.ts';
import { BRANCH, HQ, type TwoPeers, timelineOf } from '../timeline/two-peers.ts';

const OTHER = '203.0.113.99';
const clock = (second: number) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: `;
const note = (second: number) => `${clock(second)}%SYS-5-CONFIG_I: Configured from console by console`;
const invalid = (source: string, spi: string) =>
  `${clock(5)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${HQ}, prot=50, spi=${spi}, srcaddr=${source}`;
const said = (of: TwoPeers) => judge(timelineOf(of));

describe('two records without an incident', () => {
  it('are good news where both were heard', () => {
    const verdict = said({ a: [note(1), note(9)], b: [note(2), note(9)] });
    expect([sayNothing(verdict), sayNone(verdict)]).toEqual([
      undefined,
      'No incident: neither router logged an unknown SPI on this tunnel.',
    ]);
  });

  it('say nothing where one of them was not handed in, or could not be read', () => {
    expect(sayNothing(said({ a: [note(1), note(9)], b: [] }))).toContain('there is no log of branch');
    expect(sayNothing(said({ a: [note(1), note(9)], b: ['qwerty', 'asdf'] }))).toContain('no line of a log of branch could be read');
  });

  it('say nothing where a message lost its SPI', () => {
    const verdict = said({ a: [invalid(BRANCH, '0x4C11').replace(/, srcaddr=.*/, ''), note(9)], b: [note(2), note(9)] });
    expect(sayNothing(verdict)).toMatch(
      /^Nothing to judge: 1 message of an unknown SPI is on record, of which the SPI itself is lost: a: /,
    );
  });

  it('tell of another tunnel that flaps, by its SPI and its source', () => {
    const crypto = ['crypto map WAN 10 ipsec-isakmp', ` set peer ${BRANCH}`, 'crypto map WAN 20 ipsec-isakmp', ` set peer ${OTHER}`];
    const files = {
      'show_logging.txt': [invalid(OTHER, '0x7777AAAA(2004331178)'), note(9)],
      'show_running_config_section_crypto.txt': crypto,
    };
    const verdict = said({ a: files, b: [note(2), note(9)] });
    expect(sayOtherTunnels(verdict)).toEqual([
      `hq also logged an unknown SPI of another tunnel, 0x7777AAAA from ${OTHER}: judge that tunnel by itself, with a tunnel.yaml that names it.`,
    ]);
    expect(verdict.incidents).toEqual([]);
  });
});
