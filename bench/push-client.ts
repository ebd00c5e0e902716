/** The push client does one piece of work on all devices that it is told on its input, and prints how long it took and what memory it had at most. */
import { text } from 'node:stream/consumers';
import { pushApplet } from '../src/capture/push-applet.ts';
import { connect } from '../src/device/cli.ts';
import { openConnection } from '../src/device/connection.ts';
import { DEFAULT_DEADLINES } from '../src/device/deadlines.ts';
import { fetchFile, fileSize, readMd5 } from '../src/device/files.ts';
import { retrieve } from '../src/device/retrieve.ts';
import type { DeviceTarget } from '../src/device/target.ts';
import { PLATFORMS } from '../src/ios/platforms/index.ts';
import { makeApplet } from './applet.ts';
import { type Devices, targetsOf } from './push-devices.ts';

const PATH = `${PLATFORMS.ios.flash}evidence.txt`;

/** Logged in, pushed, read back, closed. */
async function push(target: DeviceTarget): Promise<void> {
  await using cli = await connect(target);
  await pushApplet(cli, makeApplet());
}

/** The push alone, the login before it not counted. */
async function pushOnly(target: DeviceTarget): Promise<number> {
  await using cli = await connect(target);
  const startedAt = performance.now();
  await pushApplet(cli, makeApplet());
  return performance.now() - startedAt;
}

async function fetch(target: DeviceTarget, isHashed: boolean): Promise<number> {
  await using cli = await connect(target);
  const startedAt = performance.now();
  await fetchFile(cli, PATH, { sizeBytes: (await fileSize(cli, PATH)) ?? 0, platform: { ...PLATFORMS.ios, hasVerifyMd5: isHashed } });
  return performance.now() - startedAt;
}

/** The same bytes over the same library, counted and thrown away. */
async function copy(target: DeviceTarget, sizeBytes: number): Promise<number> {
  const session = await openConnection(target, DEFAULT_DEADLINES);
  const channel = await session.openShell();
  channel.write('terminal length 0\r');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const startedAt = performance.now();
  channel.write(`more ${PATH}\r`);
  let heard = 0;
  for await (const chunk of channel as AsyncIterable<Buffer>) {
    heard += chunk.length;
    if (heard >= sizeBytes) break;
  }
  const tookMs = performance.now() - startedAt;
  await session.close();
  return tookMs;
}

/** By SCP, over a connection of its own. */
async function fetchByScp(target: DeviceTarget, isHashed: boolean): Promise<number> {
  await using cli = await connect(target);
  const startedAt = performance.now();
  const [sizeBytes = 0, md5] = [await fileSize(cli, PATH), isHashed ? await readMd5(cli, PATH) : undefined];
  await cli.close();
  await retrieve('scp', () => openConnection(target, DEFAULT_DEADLINES), { path: PATH, sizeBytes, md5, idleMs: 10_000 });
  return performance.now() - startedAt;
}

/** The bytes of `scp -f`, counted and thrown away. */
async function copyByScp(target: DeviceTarget, sizeBytes: number): Promise<number> {
  const startedAt = performance.now();
  const session = await openConnection(target, DEFAULT_DEADLINES);
  const channel = await session.openCommand(`scp -f ${PATH}`);
  channel.write('\0');
  let heard = 0;
  for await (const chunk of channel as AsyncIterable<Buffer>) {
    if (heard === 0) channel.write('\0');
    heard += chunk.length;
    if (heard >= sizeBytes) break;
  }
  await session.close();
  return performance.now() - startedAt;
}

const WORKS: Record<string, (target: DeviceTarget, sizeBytes: number) => Promise<number>> = {
  'push-only': pushOnly,
  fetch: (target) => fetch(target, true),
  'fetch-unhashed': (target) => fetch(target, false),
  copy,
  'fetch-scp': (target) => fetchByScp(target, true),
  'fetch-unhashed-scp': (target) => fetchByScp(target, false),
  'copy-scp': copyByScp,
};

const [work = 'push', size = '0'] = process.argv.slice(2);
const targets = targetsOf(JSON.parse(await text(process.stdin)) as Devices);
const [first] = targets;
if (first === undefined) throw new Error('no device to work on');
const startedAt = performance.now();
let ms: number | undefined;
if (work === 'push') await Promise.all(targets.map(push));
else ms = await WORKS[work]?.(first, Number(size));
console.log(JSON.stringify({ seconds: (ms ?? performance.now() - startedAt) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
