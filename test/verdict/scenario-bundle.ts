/** A bundle of a scenario, as an armed pair of routers would have left it: logs under debug, and the shows of both ends. */

import type { Bundle, BundleFile } from '../../src/bundle/bundle.ts';
import { fileNameOfCommand } from '../../src/ios/command-file.ts';
import { RECORDING_MARK } from '../../src/ios/log/syslog.ts';
import { PLATFORMS, type PlatformId } from '../../src/ios/platforms/index.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Router } from '../../src/lab/device/router.ts';
import type { IkeVersion, IosRelease } from '../../src/lab/device/router-spec.ts';
import { Session } from '../../src/lab/device/session.ts';
import type { Path } from '../../src/lab/ike/network.ts';
import { SCENARIOS, type ScenarioId } from '../../src/lab/scenarios/index.ts';
import { tell } from '../lab/story.ts';

const IKE_SHOWS: Readonly<Record<IkeVersion, readonly string[]>> = {
  1: ['show crypto isakmp sa detail'],
  2: ['show crypto ikev2 sa detailed', 'show crypto ikev2 session detailed'],
};
const showsOf = (ike: IkeVersion): string[] => [
  'show logging',
  'show crypto ipsec sa detail',
  ...IKE_SHOWS[ike],
  'show crypto session detail',
  'show version',
  'show clock detail',
  'show running-config | section crypto',
];
/** The crypto part of a DMVPN's configuration is on its tunnel interface. */
const NHRP_SHOWS = ['show dmvpn detail', 'show ip nhrp', 'show running-config | section ^interface Tunnel'];
const QFP_DROPS = 'show platform hardware qfp active feature ipsec datapath drops all';
const STORY_SECONDS = 300;

export interface Telling {
  platform: PlatformId;
  /** Of both ends, where the platform is IOS. */
  release?: IosRelease;
  seed: number;
  /** The first under which the cause can occur, when left out. */
  ike?: IkeVersion | undefined;
  /** b's clock minus a's. */
  offsetMs: number;
  path?: Path;
  /** Of the IKE messages that get lost on their way, beside what the scenario loses. */
  lossShare?: number;
  /** b's platform, when it differs from a's. */
  otherPlatform?: PlatformId;
  receiver?: Side;
  second?: ScenarioId;
  /** Other tunnels at both ends, and no condition that keeps their debugs out. */
  isNoisy?: boolean;
}

/** branch (b) receives unless it is said otherwise; without a scenario the tunnel is healthy. */
export async function bundleOfScenario(
  scenario: ScenarioId | undefined,
  {
    platform,
    release,
    seed,
    offsetMs,
    path,
    lossShare,
    otherPlatform,
    receiver,
    second,
    isNoisy,
    ike = scenario && SCENARIOS[scenario].ike[0],
  }: Telling,
): Promise<Bundle> {
  const { lab } = await tell(scenario, STORY_SECONDS, {
    seed,
    path,
    lossShare,
    receiver,
    second,
    ike,
    hasNeighbours: isNoisy,
    a: { hostname: 'hq', address: '192.0.2.1', platform, release, offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: otherPlatform ?? platform, release, offsetMs },
  });
  try {
    const sides = { a: await filesOf(lab.a.router, ike), b: await filesOf(lab.b.router, ike) } satisfies Record<Side, BundleFile[]>;
    return {
      tunnel: { a: { name: 'hq', address: toAddress('192.0.2.1') }, b: { name: 'branch', address: toAddress('198.51.100.1') } },
      sides,
      missing: [],
    };
  } finally {
    await lab.close();
  }
}

async function filesOf(router: Router, ike: IkeVersion = 1): Promise<BundleFile[]> {
  router.say('HA_EM-5-LOG', `FLAPTRAP-0123abcd-CALL: the tail ends, ${RECORDING_MARK}`);
  const session = Session.open(router, 'test', { privilege: 15 });
  if (session === undefined) throw new Error('no terminal line');
  session.pageLines = 0;
  const files: BundleFile[] = [];
  const asked = [...showsOf(ike), ...(router.nhrp === undefined ? [] : NHRP_SHOWS)];
  const shows = PLATFORMS[router.spec.platform].hasQfp ? [...asked, QFP_DROPS] : asked;
  for (const command of shows) {
    const text = await session.execute(command);
    files.push({ name: fileNameOfCommand(command), text, bytes: text.length });
  }
  session.close();
  return files;
}
