/** Stories of rekeys that are refused, cross each other, or are overtaken by their own DELETE. */
import type { Stage } from '../stage.ts';
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const UNKNOWN = 'inbound ESP packet does not belong to an installed SA';
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
    await until('the child SA ends at hq', () => stage.a.has('deleted inbound SAD entry'), 40_000);
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
    stage.path.block('a', 'informational');
    stage.did('fault: every INFORMATIONAL message from a is dropped on its way to b (iptables, u32); all else passes');
    await until('ESP with an unknown SPI at hq', () => stage.a.has(UNKNOWN, 6), 40_000);
    stage.list('a');
    stage.list('b');
  },
};

const reordered: Story = {
  name: 'rekey-reorder',
  title: 'ESP waits in a slow queue and is overtaken by the rekey',
  words: `What branch sends as ESP waits in a queue of 16 kbit/s (HTB), IKE does not. hq rekeys after 8 seconds and deletes the old SA at once
(delete_rekeyed_delay = 0, for IKEv1 delete_rekeyed). The last ESP of the old SA, sent before branch changed over, comes some tenths of
a second after the deletion; then no more. Nothing is lost.`,
  versions: [1, 2],
  incident: () => ({ cause: 'rekey-reorder', receiver: 'a' }),
  settings: () => ({
    a: { charon: { delete_rekeyed: 'yes', delete_rekeyed_delay: 0 }, child: { rekey_time: '8s', life_time: '40s' } },
    b: {},
  }),
  async play(stage) {
    stage.path.holdBackEsp('b', '16kbit');
    await stage.raise();
    stage.did('fault: ESP from b goes through a queue of 16 kbit/s and IKE does not');
    stage.ping('b', 0.5);
    await letPass(7);
    const burst = stage.ping('b', 0.05);
    await until('the rekey', () => stage.a.has('CHILD_SA net{2} established'));
    burst.kill();
    stage.did('the fast pings of b end');
    await letPass(6);
    stage.list('a');
    stage.list('b');
  },
};

const crossing: Story = {
  name: 'healthy-crossing-rekeys',
  title: 'Both sides rekey at the same moment, and it is settled',
  words: `Both sides rekey after 7 seconds, and each hears the other 150 ms late (receive_delay), so that the requests cross. RFC 7296, 2.8.1, settles
it by the nonces; in IKEv1 both quick modes stand. Nothing is lost.`,
  versions: [1, 2],
  settings: () => {
    const side = { charon: { receive_delay: 150, receive_delay_type: 0 }, child: { rekey_time: '7s', life_time: '60s' } };
    return { a: side, b: side };
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

export const REKEY_STORIES: readonly Story[] = [refused, refusedSilently, reordered, crossing];
