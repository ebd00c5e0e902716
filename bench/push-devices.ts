/** Push devices are the routers that a push server has opened, as it tells them to any client. */
import type { DeviceTarget } from '../src/device/target.ts';

export interface Devices {
  username: string;
  password: string;
  devices: { port: number; fingerprint: string }[];
}

export function targetsOf({ username, password, devices }: Devices): DeviceTarget[] {
  return devices.map(({ port, fingerprint }, index) => ({
    name: `r${index}`,
    host: '127.0.0.1',
    port,
    username,
    password,
    jumpHosts: [],
    hostKeys: { policy: 'pinned', fingerprint },
    legacyAlgorithms: false,
  }));
}
