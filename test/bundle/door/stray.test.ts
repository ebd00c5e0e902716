/** One relayed line of another host in a router's own log is another's: what befell that host befell nobody here. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const put = ([path, text]: [string, string]) => ({ path, bytes: new TextEncoder().encode(text) });
const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const unknownSpi = (time: string) =>
  `Jun  1 2026 ${time} UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`;
const own = [
  unknownSpi('10:00:21.223'),
  unknownSpi('10:01:22.005'),
  'Jun  1 2026 10:02:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by kim',
];
const RESTART = '%SYS-5-RESTART: System restarted --';

const restartsIn = async (first: string, lines = own) => {
  const files = { 'tunnel.yaml': TUNNEL, 'a/log.txt': [first, ...lines].join('\n') };
  const { verdict, timeline } = await judgeFiles(Object.entries(files).map(put), 'bundle');
  return {
    cause: verdict.incidents[0]?.cause.id,
    sides: timeline.events.flatMap(({ kind, side }) => (kind === 'reload' ? [side] : [])),
    occurrences: verdict.incidents[0]?.occurrences,
  };
};

describe('a restart behind the name of', () => {
  it.each([
    ['a switch', `<189>Jun  1 09:59:00 sw-access-3 771: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
    ['a switch, without its own stamp', `Jun  1 09:59:00 core-sw 123: ${RESTART}`],
    ['a switch, in the form of RFC 5424', `<189>1 2026-06-01T09:59:00Z core-sw 123: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
    ['a host by its whole name', `Jun  1 09:59:00 core-sw.example.net 9: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
  ])('%s is none of the receiver', async (_who, first) => {
    expect(await restartsIn(first)).toMatchObject({ sides: [], occurrences: 2 });
    expect((await restartsIn(first)).cause).not.toBe('peer-reloaded');
  });

  it('the sender is the sender’s', async () => {
    const { sides, cause } = await restartsIn(`<189>Jun  1 09:59:00 branch 771: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`);
    expect(sides).toEqual(['b']);
    expect(cause).not.toBe('peer-reloaded');
  });

  it.each([
    ['the receiver', `<189>Jun  1 09:59:00 hq 771: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
    ['the receiver, in a longer form', `<189>Jun  1 09:59:00 hq-rtr-01 771: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
    ['nobody', `Jun  1 2026 09:59:00.000 UTC: ${RESTART}`],
    ['nobody, with a zone', `Jun  1 09:59:00 METDST: ${RESTART}`],
  ])('%s is the receiver’s', async (_who, first) => {
    expect((await restartsIn(first)).sides).toEqual(['a']);
  });

  it('a name that stands before every line is the receiver’s', async () => {
    const relayed = own.map((each) => `<189>Jun  1 10:00:00 edge7 17: ${each}`);
    const first = `<189>Jun  1 09:59:00 edge7 16: Jun  1 2026 09:59:00.000 UTC: ${RESTART}`;
    expect(await restartsIn(first, relayed)).toMatchObject({ sides: ['a'], occurrences: 2 });
  });
});
