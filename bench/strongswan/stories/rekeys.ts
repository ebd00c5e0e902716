/** Stories of rekeys that are refused, cross each other, or are overtaken by their own DELETE. */
import { blockInformational, untilUnknown } from '../faults.ts';
import type { Stage } from '../stage.ts';
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const NO_PFS = { child: { esp_proposals: 'aes128-sha256' } } as const;
const SHORT = { child: { rekey_time: '6s', life_time: '14s' } } as const;

/** IKEv2 negotiates no PFS for the first child SA, so that the difference shows at the rekey; IKEv1 does, so that it has to come later. */
async function raiseWithDifference(stage: Stage): Promise<void> {
  await stage.raise();
  stage.ping('b', 1);
  if (stage.version === 2) return;
  stage.b.load(NO_PFS);
  stage.did('fault: operator of b takes PFS out of the proposal of its child SA (swanctl --load-conns)');
}

const refused: Story = {
  name: 'rekey-refused',
  title: 'A rekey is refused for its PFS group, and the SA ends at both ends',
  words: `hq demands PFS (modp2048), branch has none in its proposal. The rekey after 6 seconds is refused; after 14 seconds the child SA ends at hq
(life_time), and its DELETE arrives. The tunnel is down at both ends; no SPI is unknown.`,
  versions: [1, 2],
  settings: (version) => ({ a: SHORT, b: version === 2 ? NO_PFS : {} }),
  async play(stage) {
    await raiseWithDifference(stage);
    await until('the child SA ends at hq', () => stage.a.has('DELETED => DESTROYING'), 40_000);
    await letPass(4);
    stage.list('a');
    stage.list('b');
  },
};

const refusedSilently: Story = {
  name: 'rekey-refused-silent',
  title: 'A rekey is refused for its PFS group, and the end of the SA is not heard',
  words: `As in rekey-refused, but the INFORMATIONAL messages of hq are dropped on the path from the refusal on: its DELETE is lost when the child SA
ends there (life_time). branch goes on sending into the SA that hq has no more.`,
  versions: [1, 2],
  incident: () => ({ cause: 'rekey-refused', accepted: ['delete-lost', 'lifetime-mismatch', 'ike-blocked'], receiver: 'a' }),
  settings: (version) => ({ a: SHORT, b: version === 2 ? NO_PFS : {} }),
  async play(stage) {
    await raiseWithDifference(stage);
    await until('the refusal', () => stage.a.has('NO_PROPOSAL_CHOSEN') || stage.a.has('NO_PROP'), 20_000);
    blockInformational(stage);
    await untilUnknown(stage, 'a', 4);
  },
};

const reordered: Story = {
  name: 'rekey-reorder',
  title: 'ESP waits in a slow queue and is overtaken by the rekey',
  words: `What branch sends as ESP waits in a queue of 16 kbit/s (HTB), IKE does not. hq rekeys after 8 seconds and deletes the old SA at once
(IKEv1: delete_rekeyed) or after one second (IKEv2: delete_rekeyed_delay = 1). The last ESP of the old SA, sent before branch changed over,
comes after the deletion; then no more. Nothing is lost.`,
  versions: [1, 2],
  incident: () => ({ cause: 'rekey-reorder', receiver: 'a' }),
  settings: () => ({
    a: { charon: { delete_rekeyed: 'yes', delete_rekeyed_delay: 1 }, child: { rekey_time: '8s', life_time: '40s' } },
    b: {},
  }),
  async play(stage) {
    stage.path.holdBackEsp('b', '16kbit');
    await stage.raise();
    stage.did('fault: ESP from b goes through a queue of 16 kbit/s and IKE does not');
    stage.ping('b', 0.5);
    await letPass(stage.version === 1 ? 7 : 5);
    const burst = stage.ping('b', 0.05);
    await until('the rekey', () => stage.a.has('CHILD_SA net{2} established'));
    burst.kill();
    stage.did('the fast pings of b end');
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

const race: Story = {
  name: 'rekey-race',
  title: 'hq uses the new SA before branch has installed it',
  words: `branch hears IKE 150 ms late (receive_delay) and ESP at once. hq rekeys after 7 seconds and pings all the time.
IKEv1: hq sends on the new SA together with the third quick mode message, and branch installs it only when it has heard that message.
IKEv2: branch has installed the new inbound SA before it answers, so that there is nothing to race: no unknown SPI.`,
  versions: [1, 2],
  incident: (version) => (version === 1 ? { cause: 'rekey-race', receiver: 'b' } : undefined),
  settings: () => ({ a: { child: { rekey_time: '7s', life_time: '60s' } }, b: { charon: { receive_delay: 150 } } }),
  async play(stage) {
    await stage.raise();
    const slow = stage.ping('a', 1);
    await letPass(6);
    slow.kill();
    const fast = stage.ping('a', 0.05);
    await until('the rekey', () => stage.b.has('CHILD_SA net{2} established'));
    fast.kill();
    stage.ping('a', 1);
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

const crossing: Story = {
  name: 'healthy-crossing-rekeys',
  title: 'Both sides rekey at the same moment, and it is settled',
  words: `hq hears IKE 800 ms late and branch 400 ms (receive_delay), and their rekeys (6 and 7 seconds) are 200 ms apart, so that the requests cross.
RFC 7296, 2.8.1, settles it by the nonces. Nothing is lost.`,
  versions: [2],
  settings: () => {
    const side = (delayMs: number, rekey: string) => ({
      charon: { receive_delay: delayMs, retransmit_timeout: '3.0' },
      child: { rekey_time: rekey, life_time: '60s' },
    });
    return { a: side(800, '6s'), b: side(400, '7s') };
  },
  async play(stage) {
    await stage.raise();
    stage.ping('b', 0.5);
    await until('the rekey', () => stage.a.has('CHILD_SA net{2} established'));
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

export const REKEY_STORIES: readonly Story[] = [refused, refusedSilently, reordered, race, crossing];
