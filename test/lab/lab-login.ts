/** Logging in to a lab's router with the house's own driver. */
import { type Cli, connect } from '../../src/device/cli.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import type { Side } from '../../src/ipsec/side.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/lab.ts';

export const START_AT_MS = Date.UTC(2026, 0, 5, 3, 0, 0);

export function startTestLab(changes: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({
    a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
    speed: 300,
    seed: 1,
    startAtMs: START_AT_MS,
    ...changes,
  });
}

export function targetOfLab(lab: Lab, side: Side, changes: Partial<DeviceTarget> = {}): DeviceTarget {
  const { host, port, username, password, hostKeyFingerprint, router } = lab[side];
  const hostKeys = { policy: 'pinned', fingerprint: hostKeyFingerprint } as const;
  return { name: router.hostname, host, port, username, password, hostKeys, legacyAlgorithms: false, jumpHosts: [], ...changes };
}

export function login(lab: Lab, side: Side): Promise<Cli> {
  return connect(targetOfLab(lab, side));
}
