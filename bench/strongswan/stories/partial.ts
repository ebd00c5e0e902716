/** Stories in which one way of the path is out, or one end alone has a timer: what the other end does goes on. */
import { blockInformational, cut, GAVE_UP, untilUnknown } from '../faults.ts';
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const PROBES = { ike: { dpd_delay: '2s', dpd_timeout: '6s' } } as const;

const fromBranch: Story = {
  name: 'path-outage-from-branch',
  title: 'What branch sends is dropped, what hq sends passes',
  words: `Everything that branch sends is dropped from 5 seconds on, IKE and ESP alike; hq is heard. hq probes (dpd_delay 2 s), has no answer and no
ESP, gives branch up and deletes. branch answers every probe and keeps its SAs. When the path is whole again, its ESP meets nothing at hq.`,
  versions: [1, 2],
  incident: () => ({ cause: 'path-outage', accepted: ['dpd-absent'], receiver: 'a' }),
  settings: () => ({ a: PROBES, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(5);
    await cut(stage, ['b'], 'hq gives branch up', () => stage.a.has(GAVE_UP));
    await untilUnknown(stage, 'a', 6);
  },
};

const fromHq: Story = {
  name: 'path-outage-from-hq',
  title: 'What hq sends is dropped, what branch sends passes',
  words: `Everything that hq sends is dropped from 5 seconds on, and branch hears nothing of it. hq probes without an answer, while the ESP of branch
reaches it until it gives branch up and deletes (branch pings every 4 seconds, IKEv1: every 7, since charon does not probe a peer whose ESP comes).`,
  versions: [1, 2],
  incident: () => ({ cause: 'dpd-false-positive', accepted: ['ike-blocked'], receiver: 'a' }),
  settings: () => ({ a: { ike: { dpd_delay: '2s', dpd_timeout: '4s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', stage.version === 1 ? 7 : 4);
    await letPass(5);
    stage.path.block('a', 'all');
    stage.did('fault: everything that a sends is dropped on the way; what comes to a passes');
    await until('hq gives branch up', () => stage.a.has(GAVE_UP), 30_000);
    await untilUnknown(stage, 'a', 2);
  },
};

const idle: Story = {
  name: 'idle-expired',
  title: 'The idle timer of hq deletes the child SA, and its DELETE is lost',
  words: `hq deletes its child SA after 6 seconds without traffic (inactivity); branch has no such timer. branch pings for 3 seconds and is silent.
The INFORMATIONAL messages of hq are dropped on the path, so that its DELETE is lost; then branch pings again.`,
  versions: [1, 2],
  incident: () => ({ cause: 'sa-idle-expired', accepted: ['delete-lost', 'ike-blocked'], receiver: 'a' }),
  settings: () => ({ a: { child: { inactivity: '6s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    const early = stage.ping('b', 1);
    await letPass(3);
    early.kill();
    stage.did('the pings of b end');
    blockInformational(stage);
    await until('hq deletes the idle SA', () => stage.a.has(/deleting CHILD_SA after \d+ seconds of inactivity/g), 30_000);
    await letPass(1);
    stage.ping('b', 1);
    await untilUnknown(stage, 'a', 4);
  },
};

export const PARTIAL_STORIES: readonly Story[] = [fromBranch, fromHq, idle];
