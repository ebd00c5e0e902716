/** The ear: what is handed over of all that comes, and what is counted instead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { Ear, type EarOptions } from '../../src/syslog/ear.ts';
import { ACTS_ON_A_TERMINAL, HOSTILE, hostileText } from '../hostile-text.ts';

const HQ = toAddress('192.0.2.1');
const START_MS = Date.UTC(2026, 8, 2, 13, 0, 0);
const invalidSpi = (spi = 'B761863E', decimal = 3076621886, from = '198.51.100.1') =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x${spi}(${decimal}), srcaddr=${from}`;

function listen(options: Partial<EarOptions> = {}) {
  const ear = new Ear({ allowed: ['any'], ...options });
  let atMs = START_MS;
  const hear = (text: string | Buffer, source: string = HQ, afterMs = 0) => {
    atMs += afterMs;
    return ear.hear({ bytes: Buffer.from(text), isCut: false }, toAddress(source), atMs);
  };
  return { ear, hear };
}

describe('the ear', () => {
  it('hands over what says something of a tunnel, as plain JSON', () => {
    const { hear } = listen();
    const heard = hear(`<188>29: hq: *Sep  2 13:27:57.707: ${invalidSpi()}`);
    expect(JSON.parse(JSON.stringify(heard))).toEqual({
      sign: 'invalid-spi',
      mnemonic: 'CRYPTO-4-RECVD_PKT_INV_SPI',
      spi: '0xB761863E',
      local: '192.0.2.1',
      peer: '198.51.100.1',
      interface: null,
      atMs: START_MS,
      source: '192.0.2.1',
      host: 'hq',
      isTorn: false,
      text: `<188>29: hq: *Sep  2 13:27:57.707: ${invalidSpi()}`,
    });
  });

  it('counts what says nothing of one', () => {
    const { ear, hear } = listen();
    expect(hear('<189>29: *Sep  2 13:27:57.707: %SYS-5-CONFIG_I: Configured from console by ops')).toBeUndefined();
    expect(ear.tally).toMatchObject({ received: 1, heard: 0, unread: 0 });
  });

  it('lets in only those on the list, in whatever spelling, and counts the others', () => {
    const { ear } = listen({ allowed: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.1'] });
    const admitted = ['192.0.2.77', '::ffff:192.0.2.1', '2001:DB8:0::5', '198.51.100.1', '198.51.100.2', 'fe80::1%eth0', ''].map((from) =>
      ear.admit(from),
    );
    expect(admitted).toEqual(['192.0.2.77', '192.0.2.1', '2001:db8::5', '198.51.100.1', null, null, null]);
    expect(ear.tally.refused).toBe(3);
  });

  it('lets nobody in when nobody is named', () => {
    expect(new Ear({ allowed: [] }).admit('192.0.2.1')).toBeNull();
  });

  it.each(['hq', '192.0.2.1/', '192.0.2.0/33', '2001:db8::/129', '192.0.2'])('refuses %s on the list', (range) => {
    expect(() => new Ear({ allowed: [range] })).toThrow(/no address and no network/);
  });

  it('hears a message once that a relay sent too, or the network twice', () => {
    const { ear, hear } = listen();
    const own = `*Sep  2 13:27:57.707: ${invalidSpi()}`;
    expect(hear(`<188>29: ${own}`)).toBeDefined();
    expect(hear(`<188>29: ${own}`)).toBeUndefined();
    expect(hear(`<188>Sep  2 13:27:58 hq 29: ${own}`, '203.0.113.9', 3000)).toBeUndefined();
    expect(hear(`<188>1 2026-09-02T13:27:59Z hq - - - - ${own}`, '203.0.113.10', 3000)).toBeUndefined();
    expect(ear.tally).toMatchObject({ received: 4, heard: 1, repeated: 3 });
  });

  it('hears the same words again that were printed again', () => {
    const { hear } = listen();
    expect(hear(`<188>29: *Sep  2 13:27:57.707: ${invalidSpi()}`)).toBeDefined();
    expect(hear(`<188>30: *Sep  2 13:28:58.459: ${invalidSpi()}`, HQ, 60_752)).toBeDefined();
    expect(hear(`<188>3d04h: ${invalidSpi()}`, HQ, 60_000)).toBeDefined();
    expect(hear(`<188>3d04h: ${invalidSpi()}`, HQ, 60_000)).toBeDefined();
  });

  it('takes the same words of two routers for two messages where they name no end of theirs', () => {
    const { hear } = listen();
    const down = '*Sep  2 13:27:57.707: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500       Id: 198.51.100.1';
    expect(hear(`<189>${down}`, '192.0.2.1')).toBeDefined();
    expect(hear(`<189>${down}`, '192.0.2.2')).toBeDefined();
  });

  it('lets a flow say so much and no more, and counts the rest', () => {
    const { ear, hear } = listen();
    const heard = Array.from({ length: 100 }, (_, index) => hear(`<188>${index}: *Sep  2 13:27:57.${100 + index}: ${invalidSpi()}`));
    expect(heard.filter((each) => each !== undefined)).toHaveLength(5);
    expect(ear.tally.flooded).toEqual({ bySource: 0, byFlow: 95 });
    expect(hear(`<188>500: *Sep  2 13:27:58.300: ${invalidSpi('00000ABC', 2748)}`)).toBeDefined();
  });

  it('lets a source say so much and no more, and leaves the others be', () => {
    const { ear, hear } = listen({ perSource: { perSecond: 1, burst: 3 } });
    const spi = (index: number) => invalidSpi((0xabc + index).toString(16).toUpperCase().padStart(8, '0'), 0xabc + index);
    const heard = Array.from({ length: 10 }, (_, index) => hear(`<188>${index}: *Sep  2 13:27:57.1${index}0: ${spi(index)}`));
    expect(heard.filter((each) => each !== undefined)).toHaveLength(3);
    expect(ear.tally.flooded).toEqual({ bySource: 7, byFlow: 0 });
    expect(hear(`<188>1: *Sep  2 13:27:58.300: ${spi(90)}`, '198.51.100.1')).toBeDefined();
    expect(hear(`<188>10: *Sep  2 13:27:59.300: ${spi(91)}`, HQ, 1000)).toBeDefined();
  });

  it('does not believe the address at which a message was cut: it may be the beginning of another', () => {
    const { ear } = listen();
    const bytes = Buffer.from(`<188>29: *Sep  2 13:27:57.707: ${invalidSpi()}`);
    expect(ear.hear({ bytes, isCut: true }, HQ, START_MS)).toMatchObject({ sign: 'invalid-spi', local: '192.0.2.1', peer: null });
    expect(ear.tally.cut).toBe(1);
  });

  it('keeps and counts what nobody can read, and still finds what matters in it', () => {
    const { ear, hear } = listen();
    expect(hear('hello')).toBeUndefined();
    expect(hear(`\u0007?? ${invalidSpi().slice(5)}`)).toMatchObject({ sign: 'invalid-spi', peer: '198.51.100.1', isTorn: true });
    expect(ear.tally).toMatchObject({ received: 2, unread: 2, heard: 1 });
    expect(ear.kept.split('\n')[0]).toBe('2026-09-02T13:00:00.000Z 192.0.2.1 hello');
  });

  it('keeps no more of it than its bound, the latest', () => {
    const { ear, hear } = listen({ keptBytes: 1000 });
    for (let index = 0; index < 1000; index += 1) hear(`line ${index} ${'x'.repeat(index % 97)}`);
    expect(Buffer.byteLength(ear.kept)).toBeLessThanOrEqual(1000);
    expect(ear.kept).toContain('line 999 ');
  });

  it('says what is missing of whom, by what was sent and by what was logged', () => {
    const { ear, hear } = listen();
    const body = (index: number) => `*Sep  2 13:27:57.70${index}: %SYS-5-CONFIG_I: Configured from console by ops`;
    for (const index of [1, 2, 5]) hear(`<189>${index}: hq: ${body(index)}`);
    for (const index of [1, 4]) hear(`<189>00001${index}: edge: ${body(index)}`);
    expect(ear.tally).toMatchObject({
      lost: 2,
      senders: [
        { host: 'hq', received: 3, lost: 2, lostAtMost: null, restarts: 0 },
        { host: 'edge', received: 2, lost: null, lostAtMost: 2, restarts: 0 },
      ],
    });
  });

  it('says the loss of a relay router by router', () => {
    const { ear, hear } = listen();
    for (const [host, count] of [
      ['hq', 7],
      ['branch', 90],
      ['hq', 8],
      ['branch', 91],
      ['hq', 10],
    ] as const)
      hear(`<189>Sep  2 13:27:57 ${host} ${count}: *Sep  2 13:27:57.70${count % 10}: %SYS-5-CONFIG_I: Configured`, '203.0.113.9');
    const losses = ear.tally.senders.map(({ host, lost }) => [host, lost]);
    expect(Object.fromEntries(losses)).toEqual({ hq: 1, branch: 0 });
  });

  it('remembers so many senders and no more, and says how many it forgot', () => {
    const { ear, hear } = listen();
    for (let index = 0; index < 20_100; index += 1) hear(`<189>1: made-up-${index}: *Sep  2 13:27:57.707: %SYS-5-CONFIG_I: Configured`);
    expect(ear.tally.senders).toHaveLength(20_000);
    expect(ear.tally.forgotten).toBe(100);
  });

  it.each([...HOSTILE.map(([, text]) => text), '<', '<999999>', `<189>${'9'.repeat(4000)}: `, '%', '%-0-: ', ' '.repeat(8000)])(
    'makes harmless what it hands over and keeps, and ends at nothing: %j',
    (text) => {
      const { ear, hear } = listen();
      hear(text);
      expect(hear(`<188>1: ${text} ${invalidSpi()} ${text}`)?.text).not.toMatch(ACTS_ON_A_TERMINAL);
      expect(ear.kept).not.toMatch(ACTS_ON_A_TERMINAL);
      expect(ear.tally.received).toBe(2);
    },
  );

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), hostileText, (bytes, text) => {
        const { ear, hear } = listen();
        for (const each of [Buffer.from(bytes), Buffer.concat([Buffer.from('<188>1: '), bytes, Buffer.from(invalidSpi())])]) hear(each);
        hear(`${text}${invalidSpi()}`);
        expect(ear.tally.received).toBe(3);
        expect(ear.kept).not.toMatch(ACTS_ON_A_TERMINAL);
      }),
    );
  });

  it('finds what matters behind half a character', () => {
    const { hear } = listen();
    expect(hear(Buffer.concat([Buffer.from([0xe2, 0x82]), Buffer.from(invalidSpi())]))).toMatchObject({ peer: '198.51.100.1' });
  });
});
