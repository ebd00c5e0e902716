/** The wording of IOS 12.4, held against the one raw record of that release. ike.md 3, 4 */
import { afterEach, describe, expect, it } from 'vitest';
import { PLATFORMS } from '../../../src/ios/platforms/index.ts';
import { Session } from '../../../src/lab/device/session.ts';
import { renew } from '../../../src/lab/ike/moves.ts';
import { type Story, tell } from '../story.ts';

let story: Story | undefined;

afterEach(() => story?.lab.close());

async function rekeyed(): Promise<Story> {
  story = await tell(undefined, 0, {
    a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', release: '12.4', offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', release: '12.4', offsetMs: 0 },
  });
  renew(story.lab.tunnel.a);
  await story.lab.clock.advance(60_000);
  return story;
}

/** Milliseconds into the minute of the first line that matches. */
function atMs(lines: readonly string[], pattern: RegExp): number {
  const found = lines.find((line) => pattern.test(line)) ?? 'none';
  return Number(/:(\d\d\.\d{3}): /.exec(found)?.[1] ?? Number.NaN) * 1000;
}

describe('IOS 12.4', () => {
  it('names slot, id and engine, and marks the id of what it takes in', async () => {
    const { lines } = await rekeyed();
    const a = lines('a').join('\n');
    const id = /ISAKMP:\(0:(\d+):SW:1\):beginning Quick Mode exchange/.exec(a)?.[1];
    expect(a).toContain(`ISAKMP (0:${0x8000000 + Number(id)}): received packet from 198.51.100.1 dport 500 sport 500 Global`);
    expect(a).toMatch(/ISAKMP:\(0:\d+:SW:1\): sending packet to 198\.51\.100\.1 my_port 500 peer_port 500/);
    expect(a).not.toMatch(/ISAKMP:\(\d+\)|Sending an IKE IPv4 Packet/);
  });

  it('makes SAs without lifetime and identity, with the outbound SPI in decimal', async () => {
    const { lab, lines } = await rekeyed();
    const a = lines('a').join('\n');
    const { outbound = 0 } = lab.tunnel.a.child ?? {};
    expect(a).toMatch(
      /IPSEC\(create_sa\): sa created,\n {2}\(sa\) sa_dest= 192\.0\.2\.1, sa_prot= 50, \n {4}sa_spi= 0x[0-9A-F]+\(\d+\), \n/,
    );
    expect(a).not.toMatch(/sa_lifetime|\(identity\)/);
    expect(a).toMatch(/has spi 0x[0-9A-F]+ and conn_id \d+ and flags 13/);
    expect(a).toContain(`has spi ${outbound | 0} and conn_id`);
    expect(a).toContain('IPSEC(key_engine): got a queue event...');
  });

  it('draws the inbound SPI when it asks', async () => {
    const { lab, lines } = await rekeyed();
    const asked = /IPSEC\(sa_request\): ,[\s\S]*?spi= 0x([0-9A-F]+)/.exec(lines('a').join('\n'))?.[1];
    expect(Number.parseInt(asked ?? '', 16)).toBe(lab.tunnel.a.child?.inbound);
  });

  it('sends the third message 8 ms before its SA stands', async () => {
    const { lines } = await rekeyed();
    const sent = atMs(lines('a'), /New State = IKE_QM_PHASE2_COMPLETE/);
    expect(atMs(lines('a'), /create_sa/) - sent).toBeCloseTo(8, 0);
  });

  it('says of a received DELETE no SPI', async () => {
    const { lines } = await rekeyed();
    const b = lines('b').join('\n');
    expect(b).toContain('processing DELETE payload');
    expect(b).toContain("IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP");
    expect(b).not.toMatch(/KEY_MGR_DELETE_SAS|delete SA with spi/);
  });

  it('is an IOS by its own word', async () => {
    const { lab } = await rekeyed();
    const version = await Session.open(lab.a.router, 'test', { privilege: 15 })?.execute('show version');
    expect(version).toContain('Version 12.4(24)T8');
    expect(PLATFORMS.ios.versionPattern.test(version ?? '')).toBe(true);
    expect(PLATFORMS['ios-xe'].versionPattern.test(version ?? '')).toBe(false);
  });
});
