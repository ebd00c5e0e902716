/** Stories in which IKE does not arrive while ESP does: DELETEs lost, IKE blocked, an operator's clear that nobody hears. */
import { blockInformational, GAVE_UP, untilUnknown } from '../faults.ts';
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const atRekey: Story = {
  name: 'delete-lost-at-rekey',
  recorded: 2,
  title: 'The DELETE after a rekey is lost',
  words: `hq rekeys the child SA after 6 seconds; from 4 seconds on its INFORMATIONAL messages are dropped on the path.
IKEv2: branch answers the rekey, and as strongSwan does it sends on the old SA until the DELETE comes. It never comes; hq retransmits,
gives up, and destroys all. branch goes on into an SA that hq has no more.
IKEv1: branch takes the new SA with the third quick mode message, so that the lost DELETE of the old one harms nobody: no unknown SPI.`,
  versions: [1, 2],
  incident: (version) =>
    version === 1 ? undefined : { cause: 'delete-lost', accepted: ['ike-blocked', 'dpd-false-positive'], receiver: 'a' },
  settings: () => ({ a: { charon: { delete_rekeyed: 'yes' }, child: { rekey_time: '6s', life_time: '40s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(4);
    blockInformational(stage);
    if (stage.version === 2) return untilUnknown(stage, 'a', 6);
    await until('the rekey', () => stage.a.has('CHILD_SA net{2} established'));
    await letPass(4);
  },
};

const atExpiry: Story = {
  name: 'delete-lost-at-expiry',
  title: 'A child SA expires at hq alone, and its DELETE is lost',
  words: `hq does not rekey and lets the child SA end after 8 seconds (life_time); branch keeps it for an hour. The INFORMATIONAL messages of hq
are dropped on the path from 4 seconds on, so that its DELETE never reaches branch, which goes on sending.`,
  versions: [1, 2],
  incident: () => ({ cause: 'delete-lost', accepted: ['lifetime-mismatch', 'ike-blocked'], receiver: 'a' }),
  settings: () => ({ a: { child: { rekey_time: '0s', life_time: '8s' } }, b: {} }),
  async play(stage) {
    await stage.raise('b');
    stage.ping('b', 1);
    await letPass(4);
    blockInformational(stage);
    await untilUnknown(stage, 'a', 4);
  },
};

const volumeExpired: Story = {
  name: 'volume-expired',
  title: 'The volume of a child SA runs out at hq alone',
  words: `hq ends its child SA after 12,000 octets (life_bytes) and does not rekey; branch counts nothing. The INFORMATIONAL messages of hq are
dropped on the path, so that its DELETE is lost too.`,
  versions: [1, 2],
  incident: () => ({ cause: 'volume-lifetime-expired', accepted: ['delete-lost', 'ike-blocked', 'lifetime-mismatch'], receiver: 'a' }),
  settings: () => ({ a: { child: { rekey_time: '0s', rekey_bytes: 0, life_bytes: 12_000 } }, b: {} }),
  async play(stage) {
    await stage.raise('b');
    blockInformational(stage);
    stage.ping('b', 0.5, 1000);
    await untilUnknown(stage, 'a', 6);
  },
};

const dpd: Story = {
  name: 'dpd-ike-blocked',
  title: 'Dead peer detection deletes while IKE is blocked and ESP passes',
  words: `From 5 seconds on IKE is dropped in both directions (UDP 4500 with the non-ESP marker), ESP passes. hq probes every 2 seconds without
traffic, hears nothing, and deletes; branch does not probe, pings every 4 seconds (IKEv1: 7, since there ESP that came counts as an answer),
and its ESP reaches hq before and after the deletion.`,
  versions: [1, 2],
  incident: () => ({ cause: 'ike-blocked', accepted: ['dpd-false-positive'], receiver: 'a' }),
  settings: () => ({ a: { ike: { dpd_delay: '2s', dpd_timeout: '4s' } }, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', stage.version === 1 ? 7 : 4);
    await letPass(5);
    for (const side of ['a', 'b'] as const) stage.path.block(side, 'ike');
    stage.did('fault: IKE is dropped in both directions (iptables, u32); ESP in the same UDP port passes');
    await until('hq gives branch up', () => stage.a.has(GAVE_UP), 30_000);
    await untilUnknown(stage, 'a', 2);
  },
};

const cleared: Story = {
  name: 'sa-cleared',
  title: 'An operator clears hq while IKE is blocked',
  words: `At 5 seconds IKE is dropped in both directions, and the operator of hq ends the tunnel (swanctl --terminate --force). Its DELETE does
not arrive; branch goes on sending. IKE passes again 4 seconds later, and nobody uses it: branch does not probe.`,
  versions: [1, 2],
  incident: () => ({ cause: 'sa-cleared', accepted: ['delete-lost', 'ike-blocked'], receiver: 'a' }),
  settings: () => ({ a: {}, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(5);
    for (const side of ['a', 'b'] as const) stage.path.block(side, 'ike');
    stage.did('fault: IKE is dropped in both directions (iptables, u32); ESP in the same UDP port passes');
    stage.did('operator of a: swanctl --terminate --ike hq-branch --force');
    stage.a.tryAsking('--terminate', '--ike', stage.a.connection, '--force', '--timeout', '2');
    await letPass(4);
    for (const side of ['a', 'b'] as const) stage.path.open(side, 'ike');
    stage.did('IKE passes again in both directions');
    await untilUnknown(stage, 'a', 8);
  },
};

export const LOST_STORIES: readonly Story[] = [atRekey, atExpiry, volumeExpired, dpd, cleared];
