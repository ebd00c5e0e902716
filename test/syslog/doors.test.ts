/** The doors at which routers are heard: one sender takes no place from the others. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Doors } from '../../src/syslog/doors.ts';

const OF_ONE = 256;

const HQ = '<189>1: %SYS-5-RESTART: System restarted\n';

it('connections of one address that say nothing give way to the one that does', async () => {
  const heard: string[] = [];
  const doors = new Doors<string>({ admit: (address) => address, take: ({ bytes }) => void heard.push(bytes.toString()) });
  onTestFinished(() => doors.close());
  const { tcp } = await doors.open({ tcp: [{ host: '127.0.0.1', port: 0 }] });
  const enter = (): Socket => connect(tcp[0]?.port ?? 0, '127.0.0.1').on('error', () => undefined);
  const mute = Array.from({ length: OF_ONE }, enter);
  await Promise.all(mute.map((socket) => once(socket, 'connect')));
  const speaker = enter();
  speaker.write(HQ);
  await expect.poll(() => heard).toHaveLength(1);
  // It has spoken: those that come later do not push it out.
  const later = Array.from({ length: OF_ONE }, enter);
  await expect.poll(() => doors.crowdedOut).toBe(OF_ONE + 1);
  speaker.write(HQ);
  await expect.poll(() => heard).toHaveLength(2);
  for (const socket of [...mute, ...later, speaker]) socket.destroy();
});

it('one address that opens connections without end is cut short, and is heard again once it has closed one', async () => {
  const heard: string[] = [];
  const doors = new Doors<string>({ admit: (address) => address, take: ({ bytes }) => void heard.push(bytes.toString()) });
  onTestFinished(() => doors.close());
  const { tcp } = await doors.open({ tcp: [{ host: '127.0.0.1', port: 0 }] });
  const enter = async (): Promise<Socket> => {
    const socket = connect(tcp[0]?.port ?? 0, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(HQ);
    return socket;
  };
  const open = await Promise.all(Array.from({ length: OF_ONE }, enter));
  await expect.poll(() => heard).toHaveLength(OF_ONE);
  await once((await enter()).resume(), 'close');
  expect(doors.crowdedOut).toBe(1);
  const [first] = open;
  first?.end();
  if (first !== undefined) await once(first.resume(), 'close');
  await expect
    .poll(async () => {
      (await enter()).end();
      return heard.length;
    })
    .toBeGreaterThan(OF_ONE);
  for (const socket of open) socket.destroy();
});
