/** Tunnels that are well: nothing is done to them, and no SPI may be unknown. */
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const rekeysOfChild: Story = {
  name: 'healthy-child-rekeys',
  title: 'A healthy tunnel rekeys its child SA twice',
  words: 'hq rekeys the child SA every 7 seconds; nothing is lost, blocked or killed. Every ESP packet belongs to an installed SA.',
  versions: [1, 2],
  settings: () => ({ a: { child: { rekey_time: '7s', life_time: '30s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 0.5);
    await until('the second rekey', () => stage.a.has('CHILD_SA net{3} established'));
    await letPass(7);
    stage.list('a');
    stage.list('b');
  },
};

const rekeyOfIke: Story = {
  name: 'healthy-ike-rekey',
  title: 'A healthy tunnel rekeys its IKE SA',
  words: 'hq replaces the IKE SA after 8 seconds (IKEv1: a new main mode); the child SA lives on. Nothing is lost, blocked or killed.',
  versions: [1, 2],
  settings: () => ({ a: { ike: { rekey_time: '8s', over_time: '20s', rand_time: '0s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 0.5);
    await until('the second IKE SA', () => stage.a.has(/IKE_SA hq-branch\[2\] (?:established|rekeyed)/g), 30_000);
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

const volumeRekey: Story = {
  name: 'healthy-volume-rekey',
  title: 'A healthy tunnel rekeys by volume',
  words:
    'hq rekeys its child SA after 12,000 octets (rekey_bytes), well before the end of it (life_bytes 60,000). Nothing is done to the path.',
  versions: [1, 2],
  settings: () => ({ a: { child: { rekey_bytes: 12_000, life_bytes: 60_000, rand_bytes: 0 } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 0.5, 1000);
    await until('a rekey by volume', () => stage.a.has('CHILD_SA net{2} established'), 40_000);
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

const rebound: Story = {
  name: 'healthy-nat-rebinding',
  title: 'A NAT shows hq under another port, and the tunnel goes on',
  words: `hq is behind a NAT that shows its port 4500 as 40001. From 6 seconds on it is 40002. hq probes (dpd_delay 2 s); branch sees the new port in the
next message of IKE, and sends there. charon finds an SA by its SPI alone, so that none is unknown meanwhile.`,
  versions: [1, 2],
  settings: () => ({ a: { ike: { dpd_delay: '2s' } }, b: {} }),
  async play(stage) {
    stage.path.translate('a', 40_001);
    await stage.raise();
    stage.ping('a', 3);
    await letPass(6);
    stage.path.translate('a', 40_002);
    stage.did('fault: the NAT before a shows it under port 40002, no more under 40001');
    await until('branch hears hq under its new port', () => stage.b.has(/40002/g), 30_000);
    await letPass(8);
    stage.list('a');
    stage.list('b');
  },
};

export const HEALTHY_STORIES: readonly Story[] = [rekeysOfChild, rekeyOfIke, volumeRekey, rebound];
