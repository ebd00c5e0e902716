/** Lives of SAs: by volume counted by each end and direction, ended where one is used up first, and told by the shows. */
import { afterEach, describe, expect, it } from 'vitest';
import type { PlatformId } from '../../../src/ios/platforms/index.ts';
import type { Side } from '../../../src/ipsec/side.ts';
import { burst, renew, silence } from '../../../src/lab/ike/moves.ts';
import { type Story, showAt, tell } from '../story.ts';

const KILOBYTES = 1000;
const PACKET_BYTES = 1024;
const DROPS = 'show platform hardware qfp active feature ipsec datapath drops all';

let story: Story | undefined;

afterEach(() => story?.lab.close());

/** One end has few kilobytes and no way to renew them; the SA is new, and nothing but the test sends. */
async function short(side: Side, platform: PlatformId = 'ios'): Promise<Story> {
  story = await tell(undefined, 0, {
    a: { hostname: 'hq', address: '192.0.2.1', platform, offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform, offsetMs: 0 },
  });
  const { tunnel, clock } = story.lab;
  tunnel[side].traits.childLifetimeKilobytes = KILOBYTES;
  tunnel[side].traits.asksForSuccessor = false;
  tunnel[side].traits.expiresSilently = true;
  silence(tunnel.a);
  silence(tunnel.b);
  renew(tunnel.a);
  await clock.advance(40_000);
  return story;
}

describe('a life by volume', () => {
  it('is counted by direction, and shown', async () => {
    const told = await short('b');
    burst(told.lab.tunnel.a, 100, 10, PACKET_BYTES);
    await told.lab.clock.advance(5000);
    const [inbound, outbound] = (await showAt(told, 'b', 'show crypto ipsec sa'))?.match(/\(k\/sec\): \(\d+/g) ?? [];
    expect([inbound, outbound]).toEqual(['(k/sec): (900', '(k/sec): (1000']);
  });

  it('ends the pair at the end that has used it up, and the other goes on with an unknown SPI', async () => {
    const told = await short('b');
    burst(told.lab.tunnel.a, KILOBYTES - 1, 10, PACKET_BYTES);
    await told.lab.clock.advance(20_000);
    expect(told.lab.tunnel.b.childSas).toHaveLength(1);
    expect(told.lines('b').join('\n')).toContain('IPSEC(lifetime_expiry): SA lifetime threshold reached');
    burst(told.lab.tunnel.a, 2, 1000, PACKET_BYTES);
    await told.lab.clock.advance(3000);
    expect(told.lines('b').join('\n')).toContain('RECVD_PKT_INV_SPI');
  });

  it.each([
    { side: 'b', type: /18 {2}IN_CD_SW_IPSEC_HARD_EXPIRY +1$/m },
    { side: 'a', type: /44 {2}OUT_CD_SW_IPSEC_HARD_EXPIRY +1$/m },
  ] as const)('leaves a drop of the data plane at $side, inbound or outbound', async ({ side, type }) => {
    const told = await short(side, 'ios-xe');
    burst(told.lab.tunnel.a, KILOBYTES, 10, PACKET_BYTES);
    await told.lab.clock.advance(20_000);
    expect(await showAt(told, side, DROPS)).toMatch(type);
    expect(told.lines(side).join('\n')).toMatch(/IPSEC\(delete_sa\)/);
  });

  it('and one by time leave the same drop, if a packet falls into the gap', async () => {
    const told = await short('b', 'ios-xe');
    const { tunnel, clock } = told.lab;
    tunnel.b.traits.childLifetimeKilobytes = 1_000_000;
    tunnel.b.traits.childLifetimeSeconds = 60;
    renew(tunnel.a);
    await clock.advance(50_000);
    burst(tunnel.a, 3000, 5, 100);
    await clock.advance(15_000);
    expect(await showAt(told, 'b', DROPS)).toMatch(/18 {2}IN_CD_SW_IPSEC_HARD_EXPIRY +[1-9]\d*$/m);
    expect(told.lines('b').join('\n')).toContain('RECVD_PKT_INV_SPI');
  });

  it('is renewed in time by an end that may', async () => {
    const told = await short('b');
    told.lab.tunnel.b.traits.asksForSuccessor = true;
    burst(told.lab.tunnel.a, KILOBYTES * 1.5, 10, PACKET_BYTES);
    await told.lab.clock.advance(30_000);
    expect(told.lab.tunnel.b.plane.invalid).toBe(0);
    expect(told.lab.tunnel.b.plane.decapsulated).toBe(KILOBYTES * 1.5);
  });
});
