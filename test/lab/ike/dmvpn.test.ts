/** A hub and a spoke: what NHRP knows, how it is shown, and what goes when a mapping expires. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Story, showAt, tell } from '../story.ts';

let story: Story | undefined;

afterEach(() => story?.lab.close());

/** The hub is branch (b), which receives. */
async function rehearsed(seconds: number): Promise<Story> {
  story = await tell('stale-nhrp', seconds);
  return story;
}

describe('a hub', () => {
  it('shows its spoke by tunnel and NBMA address, as dynamic', async () => {
    const told = await rehearsed(10);
    expect(await showAt(told, 'b', 'show dmvpn')).toMatch(
      /Type:Hub, NHRP Peers:1, \n[\s\S]*^ {5}1 192\.0\.2\.1 +10\.0\.0\.2 +UP 01:30:10 {5}D$/m,
    );
    expect(await showAt(told, 'b', 'show ip nhrp')).toMatch(
      /^10\.0\.0\.2\/32 via 10\.0\.0\.2\n {3}Tunnel0 created 01:30:10, expire 00:01:20$/m,
    );
    expect(await showAt(told, 'b', 'show crypto ipsec sa')).toMatch(/^interface: Tunnel0\n {4}Crypto map tag: Tunnel0-head-0/m);
  });

  it('knows nobody when the mapping has expired, and the SAs have gone with it', async () => {
    const told = await rehearsed(100);
    expect(await showAt(told, 'b', 'show dmvpn')).not.toContain('192.0.2.1');
    expect(await showAt(told, 'b', 'show ip nhrp')).toBe('');
    expect(told.lab.tunnel.b.childSas).toEqual([]);
  });

  it('drops ESP from the new address, and says nothing about a peer that no condition names', async () => {
    const log = (await rehearsed(200)).lines('b').join('\n');
    expect(log).toMatch(/INV_SPI: .*srcaddr=198\.51\.100\.77/);
    expect(log).not.toContain('ignoring request');
  });
});

describe('a spoke', () => {
  it('keeps its hub by a static mapping, unanswered', async () => {
    const told = await rehearsed(100);
    expect(await showAt(told, 'a', 'show dmvpn')).toMatch(/Type:Spoke[\s\S]*198\.51\.100\.1 +10\.0\.0\.1 +NHRP .* S$/m);
    expect(told.lines('a').join('\n')).not.toContain('processing DELETE');
    expect(told.lab.tunnel.a.childSas.length).toBeGreaterThan(0);
  });

  it('and its hub say in their configuration that the tunnel is multipoint', async () => {
    const told = await rehearsed(1);
    for (const side of ['a', 'b'] as const) {
      const text = await showAt(told, side, 'show running-config');
      expect(text).toContain(' tunnel mode gre multipoint\n tunnel protection ipsec profile DMVPN');
      expect(text).not.toMatch(/crypto map/);
    }
  });
});
