/** On top of a report: both routers, the VRF, the selectors, what was lost; what is not known is left out. */
import { describe, expect, it } from 'vitest';
import type { FileReport } from '../../src/bundle/bundle.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { headerOf, printHeader } from '../../src/report/header.ts';
import { lostIn } from '../../src/report/lost.ts';
import { endAt } from '../../src/verdict/end.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, ONLY_THE_MESSAGE } from '../verdict/stories.ts';

const VERSION = `Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.1(4)M4, RELEASE SOFTWARE (fc1)
branch uptime is 1 week, 1 day, 29 minutes
Cisco CISCO2911/K9 (revision 1.0) with 483328K/40960K bytes of memory.
`;
const SAS = `interface: Tunnel0
   protected vrf: CUSTOMER
   local  ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
   remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/47/0)
   current_peer 192.0.2.1 port 500
    #pkts no sa (send) 0, #pkts invalid sa (rcv) 37
     inbound esp sas:
      spi: 0xCD2CA569(3442255209)
`;

function headed() {
  const timeline = timelineOf(DELETE_LOST, { 'show_version.txt': VERSION, 'show_crypto_ipsec_sa.txt': SAS });
  const verdict = judge(timeline);
  return { timeline, verdict, header: headerOf(verdict, timeline) };
}

describe('the header', () => {
  it('has model, release and VRF of a router, the selectors as a sees them, and what was lost', () => {
    const { header, verdict } = headed();
    expect(printHeader(header, verdict.tunnel)).toEqual([
      'TUNNEL  hq (a, 192.0.2.1) - branch (b, 198.51.100.1)',
      '        branch: CISCO2911/K9, release 15.1(4)M4, VRF CUSTOMER',
      '        10.1.0.0/16, protocol 47 - 10.2.0.0/24',
      'LOST    at branch: 37 packets (pkts invalid sa (rcv)); 1 min and 1 s from the first message to',
      '        the last',
    ]);
  });

  it('stands in the JSON report, with null for what is not known', () => {
    const { timeline, verdict } = headed();
    const { header } = JSON.parse(FORMATS.json.print(verdict, timeline));
    expect(header).toEqual({
      routers: { a: { model: null, release: null }, b: { model: 'CISCO2911/K9', release: '15.1(4)M4' } },
      vrf: { a: null, b: 'CUSTOMER' },
      selectors: [{ own: '10.1.0.0/16, protocol 47', other: '10.2.0.0/24' }],
      lost: [{ receiver: 'b', packets: 37, counter: 'pkts invalid sa (rcv)', leastMs: 60_752, mostMs: null }],
    });
  });

  it('is one line where nothing but the two peers is known', () => {
    const timeline = timelineOf(ONLY_THE_MESSAGE);
    const verdict = judge(timeline);
    expect(printHeader(headerOf(verdict, timeline), verdict.tunnel)).toEqual(['TUNNEL  hq (a, 192.0.2.1) - branch (b, 198.51.100.1)']);
  });
});

describe('what was lost', () => {
  const [judged] = judge(timelineOf(DELETE_LOST)).incidents;
  const spanning = (firstAt: string, lastAt: string, forgotAt: string | null = null, endIso: string | null = null): JudgedIncident => {
    if (judged === undefined) throw new Error('no incident');
    const { chain } = judged;
    const links = {
      ...chain,
      forgot: { ...chain.forgot, at: forgotAt },
      heals: { ...chain.heals, at: endAt({ logs: [] }, endIso ?? undefined) },
    };
    return { ...judged, firstAt: at(firstAt), lastAt: at(lastAt), chain: links };
  };
  const at = (time: string): string => `2026-03-04T${time}.000Z`;

  it('counts time that two SPIs share once', () => {
    const [lost] = lostIn([spanning('10:00:00', '10:02:00'), spanning('10:01:00', '10:03:00')]);
    expect(lost).toMatchObject({ leastMs: 180_000, mostMs: null });
  });

  it('has a most only where every deletion and every end is on record', () => {
    const known = spanning('10:00:00', '10:02:00', at('09:59:00'), at('10:02:30'));
    expect(lostIn([known])).toMatchObject([{ leastMs: 120_000, mostMs: 210_000 }]);
    expect(lostIn([known, spanning('10:05:00', '10:05:00')])).toMatchObject([{ mostMs: null }]);
  });

  it('is never less at the most than at the least', () => {
    expect(lostIn([spanning('10:00:00', '10:02:00', at('10:01:00'), at('10:00:30'))])).toMatchObject([{ leastMs: 120_000, mostMs: null }]);
  });
});

describe('the files of a bundle', () => {
  const file = (path: string, change: Partial<FileReport> = {}): FileReport => ({
    ...{ path, sides: ['a'], takenFor: 'a log', lines: 100, readShare: 0.99, done: [], leftOut: [] },
    ...change,
  });
  const print = (files: FileReport[]): string => {
    const timeline = { ...timelineOf(DELETE_LOST), files };
    const text = FORMATS.text.print(judge(timeline), timeline);
    return text.slice(text.indexOf('\nFILES\n') + '\nFILES\n'.length);
  };

  it('are counted where all of them were read', () => {
    const shows = ['a/show_version.txt', 'a/show_clock.txt'].map((path) => file(path, { takenFor: 'show version', readShare: null }));
    expect(print([file('a/show_logging.txt'), ...shows])).toBe('  files read: 1 log (100 lines, 99 % of them read), 2 others\n');
  });

  it('are named where something was left out, refused, or hardly understood', () => {
    const odd = [
      file('x.zip', { sides: [], takenFor: 'nothing: it was not read', lines: 0, readShare: null, leftOut: ['it is too large'] }),
      file('a/relay.log', { leftOut: ['3 messages are of another router'] }),
      file('b/notes.txt', { readShare: 0.1 }),
    ];
    const printed = print([file('a/show_logging.txt'), ...odd]);
    expect(printed).toContain('x.zip: nothing: it was not read, 0 lines; left out: it is too large');
    expect(printed).toContain('a/relay.log: a log, 100 lines, 99 % read; left out: 3 messages are of another router');
    expect(printed).toContain('b/notes.txt: a log, 100 lines, 10 % read');
    expect(printed).toContain('other files read: 1 log (100 lines, 99 % of them read)');
    expect(printed).not.toContain('a/show_logging.txt');
  });
});

describe('the case note', () => {
  it('says what, when, where, why, how sure, by which lines, what to do, and what is open', () => {
    const { timeline, verdict } = headed();
    const note = FORMATS['case-note'].print(verdict, timeline);
    const heads = note.split('\n').flatMap((line) => /^[A-Z][a-z]+/.exec(line)?.[0] ?? []);
    expect(heads).toEqual(['What', 'When', 'Where', 'Cause', 'Lost', 'Evidence', 'Remedy', 'Open']);
    expect(note).toMatch(/^When {4}09-02 13:36:47\.287 to 13:37:48\.039 on hq's clock; 0xB761863E, 2 messages$/m);
    expect(note).toMatch(/^Cause {3}delete-lost \(certain\)\. /m);
    expect(note).toMatch(/^ {2}branch show_logging\.txt:\d+ {2}.*CRYPTO-4-RECVD_PKT_INV_SPI/m);
    expect(note).toMatch(/^Open {4}nothing: /m);
  });

  it('says of two empty records that nothing was read', () => {
    const timeline = timelineOf({ a: '', b: '' });
    expect(FORMATS['case-note'].print(judge(timeline), timeline)).toMatch(/^Nothing to judge: no line of either record could be read/);
  });
});
