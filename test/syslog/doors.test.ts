/** The doors at which routers are heard: one sender takes no place from the others. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Doors } from '../../src/syslog/doors.ts';

const OF_ONE = 256;

it('one address that opens connections without end is cut short, and is heard again once it has closed one', async () => {
  const heard: string[] = [];
  const doors = new Doors<string>({ admit: (address) => address, take: ({ bytes }) => void heard.push(bytes.toString()) });
  onTestFinished(() => doors.close());
  const { tcp } = await doors.open({ tcp: [{ host: '127.0.0.1', port: 0 }] });
  const enter = async (): Promise<Socket> => {
    const socket = connect(tcp[0]?.port ?? 0, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const open = await Promise.all(Array.from({ length: OF_ONE }, enter));
  await once((await enter()).resume(), 'close');
  expect(doors.crowdedOut).toBe(1);
  const [first] = open;
  first?.end();
  if (first !== undefined) await once(first.resume(), 'close');
  await expect
    .poll(async () => {
      (await enter()).end('<189>1: %SYS-5-RESTART: System restarted\n');
      return heard.length;
    })
    .toBeGreaterThan(0);
  for (const socket of open) socket.destroy();
});
