/** What the report says of a record that was joined, turned, relayed, damaged or of no use, in other forms than one. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { text } from '../../../src/report/formats/text.ts';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const inv = ({ spi = '0x730C2FF8', decimal = '1930178552', from = '198.51.100.1', at = 'GigabitEthernet0/0' } = {}) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=${spi}(${decimal}), srcaddr=${from}, input interface=${at}`;
const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on console';

async function handIn(files: Record<string, string | Buffer>) {
  const all = Object.entries({ 'tunnel.yaml': TUNNEL, ...files }).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  const judged = await judgeFiles(all, 'handed-in');
  return { ...judged, said: text.print(judged.verdict, judged.timeline).replace(/\s+/g, ' ') };
}

describe('two pastes that were joined without a line end', () => {
  it.each([
    ['with padded numbers', ['000120: ', '000121: ', '000122: '], 'GigabitEthernet0/0'],
    ['with numbers behind an interface that ends in a figure', ['1207: ', '1208: ', '1209: '], 'Vlan10'],
    ['with numbers of other lengths', ['98: ', '99: ', '100: '], 'Tunnel1'],
    ['without numbers', ['', '', ''], 'GigabitEthernet0/0/1.100'],
    ['before a sub-interface', ['000998: ', '000999: ', '001000: '], 'GigabitEthernet0/1.20'],
  ])('%s are one record: the same stamp and number is one message', async (_what, [one, two, three], at) => {
    const first = `${one}Jan  5 2026 03:00:20.000 UTC: ${NOTE}`;
    const second = `${two}Jan  5 2026 03:00:21.223 UTC: ${inv({ at })}`;
    const last = `${three}Jan  5 2026 03:00:25.000 UTC: ${NOTE}`;
    for (const log of [`${first}\n${second}${second}\n${last}\n`, `${first}\n${second}${first}\n${second}\n${last}\n`]) {
      const { verdict, timeline } = await handIn({ 'a/show_logging.txt': log });
      expect(verdict.incidents.map(({ spi, occurrences }) => [spi, occurrences])).toEqual([['0x730C2FF8', 1]]);
      expect(timeline.events.flatMap((event) => (event.kind === 'invalid-spi' ? [event.interface] : []))).toEqual([at]);
    }
  });

  it('keep both of two messages that were said at two times', async () => {
    const line = (time: string) => `Jan  5 2026 ${time} UTC: ${inv()}`;
    const { verdict } = await handIn({ 'a/console.log': `${line('03:00:21.223')}${line('03:01:30.001')}\n` });
    expect(verdict.incidents.map(({ occurrences }) => occurrences)).toEqual([2]);
  });
});

describe('a record that is newest first', () => {
  it.each([
    ['a log with years', (minute: number) => `Jan  5 2026 03:0${minute}:00.000 UTC: ${inv()}`],
    ['a relay’s file', (minute: number) => `2026-01-05T03:0${minute}:00Z hq ${minute}: ${inv()}`],
    ['a log without years', (minute: number) => `*Jan  5 03:0${minute}:00: ${inv()}`],
    ['a log over New Year', (minute: number) => `*${minute > 3 ? 'Jan  1 00' : 'Dec 31 23'}:0${minute}:00: ${inv()}`],
  ])('is said to have been turned round: %s', async (_what, line) => {
    const { said } = await handIn({ 'a/show_logging.txt': [5, 4, 3, 2, 1].map(line).join('\n') });
    expect(said).toContain('its newest line stood first: it was turned round');
  });

  it('is none that goes over New Year as it was printed', async () => {
    const lines = ['Dec 31 23:58', 'Dec 31 23:59', 'Jan  1 00:01', 'Jan  1 00:02'].map((at) => `*${at}:00: ${inv()}`);
    const { said } = await handIn({ 'a/show_logging.txt': lines.join('\n') });
    expect(said).not.toContain('turned round');
  });
});

describe('a relay', () => {
  it.each([
    ['in the older form', 'Jan  5 03:00:21 hq 521: ', 'Jan  5 03:02:21 hq 522: '],
    ['in the newer form', '2026-01-05T03:00:21+01:00 hq 521: ', '2026-01-05T03:02:21+01:00 hq 522: '],
    ['with a priority', '<189>Jan 05 03:00:21 192.0.2.1 521: ', '<189>Jan 05 03:02:21 192.0.2.1 522: '],
  ])('whose stamps are the only ones is named as the one who stamped: %s', async (_what, first, second) => {
    const { said, timeline } = await handIn({ 'a/relay.log': `${first}${inv()}\n${second}${inv()}\n` });
    expect(timeline.stampedIn.a.by).toBe('relay');
    expect(said).toContain('stamped by the relay, not by the router');
  });

  it.each([
    ['of one zone', 'Jan  5 03:00:21', '2026-01-05T03:01:31Z', 'Jan  5 03:02:41'],
    ['two hours apart', 'Jan  5 05:00:21', '2026-01-05T03:01:31Z', 'Jan  5 05:02:41'],
    ['half an hour apart, over midnight', 'Jan  6 00:10:21', '2026-01-05T23:41:31+00:00', 'Jan  6 00:12:41'],
  ])('that writes in two forms %s sets no clock', async (_what, one, two, three) => {
    const { said, timeline } = await handIn({
      'a/relay.log': [one, two, three].map((stamp, at) => `${stamp} hq ${at}: ${inv()}`).join('\n'),
    });
    expect(said).not.toContain('clock was set');
    const at = timeline.events.map((event) => event.at ?? 0);
    expect(at.slice(1).map((each, index) => each - (at[index] ?? 0))).toEqual([70_000, 70_000]);
  });
});

describe('an SPI in two forms', () => {
  it.each(['1930178553', '605998893', '4294967295'])('that are two numbers (%s) is doubted', async (decimal) => {
    const { timeline, verdict, said } = await handIn({ 'a/show_logging.txt': `Jan  5 2026 03:01:00.000 UTC: ${inv({ decimal })}\n` });
    expect(timeline.doubts).toMatchObject([{ side: 'a', file: 'show_logging.txt' }]);
    expect(said).toContain(`one SPI as 0x730C2FF8 and as ${decimal}`);
    expect(verdict.incidents.map(({ cause }) => cause.confidence)).not.toContain('certain');
  });

  it('that agree, or of which one was cut off, is not', async () => {
    const whole = `Jan  5 2026 03:01:00.000 UTC: ${inv()}`;
    for (const line of [whole, whole.slice(0, whole.indexOf('78552)'))]) {
      expect((await handIn({ 'a/show_logging.txt': `${line}\n` })).timeline.doubts.filter(({ side }) => side === 'a')).toEqual([]);
    }
  });
});

describe('what is said where nothing is judged', () => {
  const STRANGER = `Jan  5 2026 03:00:20.000 UTC: ${inv({ from: '203.0.113.9' })}`;
  const QUIET = 'Jan  5 2026 03:00:20.000 UTC: ISAKMP:(1003):set new node 71001 to QM_IDLE';

  it.each([
    [
      'debugs that say nothing of the tunnel',
      { 'a/show_logging.txt': QUIET, 'b/show_logging.txt': QUIET },
      'what was read of hq and branch says nothing of this tunnel.',
    ],
    [
      'a message from a stranger',
      { 'a/show_logging.txt': STRANGER },
      'hq logged an unknown SPI, from 203.0.113.9, and no record ties that to this tunnel or to another, and there is no log of branch.',
    ],
    ['nothing at all', { 'a/show_logging.txt': 'lorem ipsum\ndolor\n' }, 'no line of either record could be read.'],
  ])('is true of %s', async (_what, files, right) => {
    const { said, isEmpty } = await handIn(files as Record<string, string>);
    expect(said).toContain(`Nothing to judge: ${right}`);
    expect(isEmpty).toBe(true);
  });

  it.each(['decaps: rec', "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C", ''])(
    'names a damaged message of an unknown SPI instead of an all-clear: %j',
    async (left) => {
      const damaged = `Jan  5 2026 03:00:20.000 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: ${left}\nJan  5 2026 03:00:30.000 UTC: ${NOTE}\n`;
      const { said } = await handIn({ 'a/show_logging.txt': damaged, 'b/show_logging.txt': `Jan  5 2026 03:00:30.000 UTC: ${NOTE}\n` });
      expect(said).toContain('1 message of an unknown SPI is on record, of which not all is left: a: show_logging.txt:1');
      expect(said).not.toContain('No incident');
    },
  );

  it.each(['...', '<our address>', '…'])('takes no note of how the message looks for a damaged one: destaddr=%s', async (any) => {
    const note = `! look for %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${any}, prot=50, spi=0x...`;
    const { said } = await handIn({
      'a/show_logging.txt': `Jan  5 2026 03:00:20.000 UTC: ${NOTE}\n${note}\nJan  5 2026 03:00:30.000 UTC: ${NOTE}\n`,
    });
    expect(said).not.toContain('of which not all is left');
  });

  it.each(['', '\n'])('names it where the file ends in the middle of it, and says so once: %j', async (end) => {
    const cut =
      "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2F";
    const damaged = `Jan  5 2026 03:00:20.000 UTC: ${NOTE}\n${cut}${end}`;
    const { said } = await handIn({ 'a/show_logging.txt': damaged, 'b/show_logging.txt': `Jan  5 2026 03:00:30.000 UTC: ${NOTE}\n` });
    expect(said).toContain('1 message of an unknown SPI is on record, of which not all is left: a: show_logging.txt:2');
    expect(said).not.toContain('ends in the middle of a message');
  });

  it.each([
    [
      'charon',
      'Jan  5 03:00:20 branch charon: 09[IKE] sending DPD request\nJan  5 03:00:21 branch charon: 12[CFG] loaded 0 entries for attr plugin configuration\n',
    ],
    [
      'charon, with its start',
      'Jan  5 03:00:20 branch charon: 00[LIB] loaded plugins: aes sha2\nJan  5 03:00:21 branch charon: 00[DMN] Starting IKE charon daemon (strongSwan 5.9.8)\n',
    ],
  ])('says of two lines of %s how many tell anything', async (_what, log) => {
    const { timeline } = await handIn({ 'a/show_logging.txt': `Jan  5 2026 03:00:20.000 UTC: ${inv()}\n`, 'b/charon.log': log });
    const told = timeline.files?.find(({ path }) => path === 'b/charon.log');
    const events = timeline.events.filter(({ side }) => side === 'b').length;
    expect(told?.readShare).toBeLessThan(1);
    expect(told?.readShare).toBeCloseTo((events + 1) / 3, 2);
  });
});

describe('a file of zeros that is named like a log', () => {
  it.each([512, 1024, 4096, 5000])('is no archive, at %i bytes', async (bytes) => {
    const { said } = await handIn({
      'a/show_logging.txt': Buffer.alloc(bytes),
      'b/show_logging.txt': `Jan  5 2026 03:01:00.000 UTC: ${inv()}\n`,
    });
    expect(said).not.toContain('archive');
  });
});

describe('an archive with no file in it', () => {
  const ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
  const TAR = Buffer.alloc(10_240);
  it.each([
    ['a/logs.zip', ZIP],
    ['b/deep/er/logs.ZIP', ZIP],
    ['support.zip', ZIP],
    ['a/logs.tar', TAR],
    ['support.TAR', Buffer.alloc(1024)],
    ['b/logs.tar.gz', gzipSync(TAR)],
    ['b/logs.tgz', gzipSync(TAR)],
  ])('is named: %s', async (path, bytes) => {
    const { said } = await handIn({ [path]: bytes, 'a/show_logging.txt': `Jan  5 2026 03:01:00.000 UTC: ${inv()}\n` });
    expect(said).toContain(`${path}: nothing: it was not read, 0 lines; left out: it is an archive with no file in it`);
  });
});
