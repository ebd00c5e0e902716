/** What else two routers do: other tunnels with ids of their own, by chance the same ones, and messages about other things. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Side } from '../../src/ipsec/side.ts';
import { renew } from '../../src/lab/ike/moves.ts';
import { type Story, showAt, tell } from './story.ts';

const NEIGHBOURS = { a: '198.51.100.33', b: '198.51.100.65' } as const;

let story: Story | undefined;

afterEach(() => story?.lab.close());

async function noisy(seed = 1): Promise<Story> {
  story = await tell(undefined, 0, { hasNeighbours: true, seed });
  renew(story.lab.tunnel.a);
  await story.lab.clock.advance(240_000);
  return story;
}

/** Connection ids under which packets went to an address. */
function connIds({ lines }: Story, side: Side, remote: string): string[] {
  return [
    ...new Set(
      lines(side).flatMap((line) => {
        const [, id, to] = /ISAKMP:\((\d+)\): sending packet to (\S+)/.exec(line) ?? [];
        return to === remote && id !== undefined ? [id] : [];
      }),
    ),
  ];
}

describe('the neighbours of an IKEv2 tunnel', () => {
  it('speak IKEv1, so that its own tables hold its own IKE SA alone', async () => {
    story = await tell(undefined, 10, { hasNeighbours: true, ike: 2 });
    expect((await showAt(story, 'a', 'show crypto ikev2 sa'))?.match(/^Tunnel-id/gm)).toHaveLength(1);
    expect(await showAt(story, 'a', 'show crypto isakmp sa')).toContain(NEIGHBOURS.a);
    expect(await showAt(story, 'a', 'show crypto ipsec sa')).toContain(NEIGHBOURS.a);
  });
});

describe('the neighbours of a tunnel', () => {
  it.each([1, 2, 3, 4])('have connection ids of their own, which the other end uses for something else (seed %s)', async (seed) => {
    const told = await noisy(seed);
    const { a, b } = told.lab.tunnel;
    const [own, others] = [connIds(told, 'a', b.address), connIds(told, 'a', NEIGHBOURS.a)];
    expect(own).toEqual([String(a.summary()?.connId)]);
    expect(others).toHaveLength(1);
    expect(others).not.toEqual(own);
    if (a.summary()?.connId !== b.summary()?.connId) expect(others).toEqual([String(b.summary()?.connId)]);
  });

  it.each(['a', 'b'] as const)('are in the log of %s, with message ids and SPIs that the tunnel does not have', async (side) => {
    const told = await noisy();
    const log = told.lines(side).join('\n');
    expect(log).toMatch(new RegExp(`remote= ${NEIGHBOURS[side]}:0`));
    const ids = [...log.matchAll(/M-ID of (-?\d+)/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const spis = [...log.matchAll(/sa_dest= (\S+), sa_proto= 50, \n\s+sa_spi= (0x\w+)/g)];
    expect(new Set(spis.map(([, , spi]) => spi)).size).toBeGreaterThan(4);
    expect(log).not.toContain('INV_SPI');
  });

  it('are kept out of the debugs by a condition, as on a router', async () => {
    story = await tell(undefined, 0, { hasNeighbours: true });
    story.lab.a.router.conditions.add('198.51.100.1');
    await story.lab.clock.advance(240_000);
    expect(story.lines('a').join('\n')).not.toMatch(/(?:ISAKMP|IPSEC).*198\.51\.100\.33/);
  });

  it('stand in every show beside the tunnel, unless one peer is asked for', async () => {
    const told = await noisy();
    for (const command of ['show crypto ipsec sa', 'show crypto isakmp sa', 'show crypto isakmp sa detail', 'show crypto session detail'])
      for (const address of ['198.51.100.1', NEIGHBOURS.a]) expect(await showAt(told, 'a', command)).toContain(address);
    expect(await showAt(told, 'a', 'show crypto ipsec sa peer 198.51.100.1')).not.toContain(NEIGHBOURS.a);
    expect((await showAt(told, 'a', 'show crypto session'))?.match(/Crypto session current status/g)).toHaveLength(1);
    expect(await showAt(told, 'a', 'show crypto isakmp sa')).toMatch(/status\n.*QM_IDLE.*\n.*QM_IDLE.*\n\nIPv6/);
  });

  it('leave messages about other things at both ends', async () => {
    const told = await noisy();
    for (const side of ['a', 'b'] as const)
      expect(told.lines(side).filter((line) => /%(?!HA_EM|CRYPTO-4-RECVD_PKT_INV)/.test(line)).length).toBeGreaterThan(4);
  });

  it('change nothing in the story of the tunnel', async () => {
    const quiet = await tell('delete-lost', 60);
    const loud = await tell('delete-lost', 60, { hasNeighbours: true });
    const spi = (told: Story): string | undefined => /INV_SPI.*spi=(0x\w+)/.exec(told.lines('b').join('\n'))?.[1];
    expect(spi(loud)).toBe(spi(quiet));
    await quiet.lab.close();
    await loud.lab.close();
  });
});
