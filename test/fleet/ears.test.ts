/** The ears of `serve`: from a datagram to a sprung capture and to the radar. */
import { createSocket } from 'node:dgram';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureState } from '../../src/engine/engine.ts';
import { type Ears, openEars } from '../../src/fleet/ears.ts';
import type { SpringOutcome } from '../../src/fleet/heard-springs.ts';
import { knownTunnels } from '../../src/fleet/radar/known.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { type BuiltThread, buildThread } from '../syslog/run-thread.ts';

let thread: BuiltThread;
let ears: Ears | undefined;
beforeAll(async () => {
  thread = await buildThread();
});
afterAll(() => thread.remove());
afterEach(() => ears?.close());

const { playbook: HUB } = parsePlaybook(
  `name: hub
tunnel:
  a: { name: hq, host: hq.example.net, address: 192.0.2.1, login: ops }
  b:
    - { name: branch, address: 198.51.100.1, vendor: other }
    - { name: far, address: 198.51.100.2, natAddress: 203.0.113.2, vendor: other }
logins:
  ops: { username: ops, password: env:UNUSED }
`,
  'hub.yaml',
);

function waiting(): CaptureState {
  const end = (name: string, address: string) => ({ name, address, isOurs: true, standing: 'armed' });
  return {
    captureId: '7f3a9c01',
    playbook: 'hub',
    peers: { a: end('hq', '192.0.2.1'), b: end('branch', '198.51.100.1') },
    phase: 'waiting',
    armedAt: '2026-01-05T03:00:00.000Z',
    leaseEndsAt: '2026-01-12T03:00:00.000Z',
    capturesLeft: 1,
    worker: 'one',
    operator: 'ops',
    ending: null,
    trouble: null,
    bundles: [],
  } as unknown as CaptureState;
}

const invalidSpi = (count: number, peer: string) =>
  `<188>${count}: hq: *Jan  5 03:00:0${count % 10}.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=${peer}`;

async function listen() {
  const sprung: [string, string][] = [];
  const outcomes: SpringOutcome[] = [];
  const spring = async (captureId: string, { by }: { by: string }): Promise<void> => {
    sprung.push([captureId, by]);
  };
  const opened = await openEars(
    {
      engine: { captures: async () => [waiting()], spring },
      listen: { allowed: ['127.0.0.1'], udp: [{ host: '127.0.0.1', port: 0 }] },
      budget: { perMinute: 5, perHour: 20 },
      playbooksOf: async (captureIds) => new Map(captureIds.flatMap((captureId) => (HUB === undefined ? [] : [[captureId, HUB] as const]))),
      known: HUB === undefined ? [] : knownTunnels([{ name: 'hub', playbook: HUB }]),
      sprung: (outcome) => outcomes.push(outcome),
      tell: () => undefined,
      now: () => Date.now(),
    },
    thread.url,
  );
  ears = opened;
  const send = async (...texts: string[]): Promise<void> => {
    const socket = createSocket('udp4');
    const port = opened.listener.opened.udp[0]?.port;
    for (const text of texts) await new Promise((resolve) => socket.send(text, port, '127.0.0.1', resolve));
    socket.close();
  };
  return { opened, sprung, outcomes, send };
}

describe('the ears', () => {
  it('spring the capture of a hub by a message of any of its spokes, behind a NAT too', async () => {
    const { sprung, outcomes, send } = await listen();
    await send(invalidSpi(1, '203.0.113.2'));
    await expect.poll(() => outcomes).toMatchObject([{ what: 'sprung', side: 'a', by: 'both-ends', heard: { host: 'hq' } }]);
    expect(sprung).toEqual([['7f3a9c01', 'syslog']]);
  });

  it('feed the radar, which says what was lost on the way', async () => {
    const { opened, send } = await listen();
    await send(invalidSpi(1, '198.51.100.1'), invalidSpi(2, '198.51.100.1'), invalidSpi(9, '198.51.100.1'));
    await expect.poll(async () => (await opened.counts()).tally?.heard).toBe(3);
    const { tunnels, routers } = await opened.radar();
    expect(tunnels.map(({ name, standing, signs }) => [name, standing, signs])).toEqual([
      ['hub', 'flapped-once', { 'invalid-spi': expect.any(Number) }],
      ['hub, far', 'unknown', {}],
    ]);
    expect(routers).toMatchObject([{ router: 'hq', messages: 3, lost: 6, gaps: [{ messages: 6 }] }]);
    expect((await opened.radar()).routers).toMatchObject([{ messages: 3, lost: 6, gaps: [{ messages: 6 }] }]);
  });
});
