/** A bundle of a scenario, as an armed pair of routers would have left it: logs under debug, and the shows of both ends. */
import type { Bundle, BundleFile } from '../../src/bundle/bundle.ts';
import { fileNameOfCommand } from '../../src/ios/command-file.ts';
import { PLATFORMS, type PlatformId } from '../../src/ios/platforms/index.ts';
import { RECORDING_MARK } from '../../src/ios/recording-mark.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Path } from '../../src/lab/ike/network.ts';
import type { IosRelease } from '../../src/lab/ike/wording.ts';
import type { Router } from '../../src/lab/router.ts';
import type { ScenarioId } from '../../src/lab/scenarios/index.ts';
import { Session } from '../../src/lab/session.ts';
import { tell } from '../lab/story.ts';

const SHOWS = [
  'show logging',
  'show crypto ipsec sa detail',
  'show crypto isakmp sa detail',
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
  { platform, release, seed, offsetMs, path, lossShare, otherPlatform, receiver, second, isNoisy }: Telling,
): Promise<Bundle> {
  const { lab } = await tell(scenario, STORY_SECONDS, {
    seed,
    path,
    lossShare,
    receiver,
    second,
    hasNeighbours: isNoisy,
    a: { hostname: 'hq', address: '192.0.2.1', platform, release, offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: otherPlatform ?? platform, release, offsetMs },
  });
  try {
    const sides = { a: await filesOf(lab.a.router), b: await filesOf(lab.b.router) } satisfies Record<Side, BundleFile[]>;
    return { tunnel: { a: { name: 'hq', address: '192.0.2.1' }, b: { name: 'branch', address: '198.51.100.1' } }, sides, missing: [] };
  } finally {
    await lab.close();
  }
}

async function filesOf(router: Router): Promise<BundleFile[]> {
  router.say('HA_EM-5-LOG', `FLAPTRAP-0123abcd-CALL: the tail ends, ${RECORDING_MARK}`);
  const session = Session.open(router, 'test', { privilege: 15 });
  if (session === undefined) throw new Error('no terminal line');
  session.pageLines = 0;
  const files: BundleFile[] = [];
  const asked = router.nhrp === undefined ? SHOWS : [...SHOWS, ...NHRP_SHOWS];
  const shows = PLATFORMS[router.spec.platform].hasQfp ? [...asked, QFP_DROPS] : asked;
  for (const command of shows) {
    const text = await session.execute(command);
    files.push({ name: fileNameOfCommand(command), text, bytes: text.length });
  }
  session.close();
  return files;
}
