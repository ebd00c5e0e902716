/** The push server is so many simulated routers in a process of their own; it prints how to log in to them, and lives until its input ends. */
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { LabClock } from '../src/lab/clock.ts';
import { switchOn } from '../src/lab/device/device.ts';
import { SshServer } from '../src/lab/device/ssh-server.ts';
import { makeLog } from '../src/lab/faults/means/noise.ts';
import { seeded } from '../src/lab/random.ts';
import type { Devices } from './push-devices.ts';

const ACCOUNT = { username: 'ops', password: 'bench-password' };

/** Holds everything back for half a round trip in each direction. */
async function delay(port: number, roundTripMs: number): Promise<number> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = dial({ port, host: '127.0.0.1', noDelay: true });
    pass(near, far, roundTripMs / 2);
    pass(far, near, roundTripMs / 2);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => undefined);
}

async function open(index: number, fileBytes: number, roundTripMs: number): Promise<Devices['devices'][number]> {
  const clock = new LabClock({ startAtMs: Date.UTC(2026, 10, 24, 10, 0, 0), speed: 0 });
  const router = switchOn({ hostname: `r${index}`, address: '203.0.113.1', platform: 'ios', offsetMs: 0 }, clock);
  router.configuration.set('ip scp server enable');
  if (fileBytes > 0) router.flash.set('evidence.txt', { bytes: makeLog(seeded(1), fileBytes), changedAtMs: router.now() });
  const server = await SshServer.listen(router, ACCOUNT);
  return { port: roundTripMs > 0 ? await delay(server.port, roundTripMs) : server.port, fingerprint: server.hostKeyFingerprint };
}

const [count = 1, roundTripMs = 0, fileBytes = 0] = process.argv.slice(2).map(Number);
const devices = await Promise.all(Array.from({ length: count }, (_, index) => open(index, fileBytes, roundTripMs)));
console.log(JSON.stringify({ ...ACCOUNT, devices } satisfies Devices));
process.stdin.resume().on('end', () => process.exit(0));
