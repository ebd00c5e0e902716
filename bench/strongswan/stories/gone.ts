/** Stories in which a peer or the whole path is gone for a while: killed, frozen, cut. */
import { cut, GAVE_UP, untilUnknown } from '../faults.ts';
import type { Story } from '../story.ts';
import { letPass, until } from '../wait.ts';

const PROBES = { ike: { dpd_delay: '2s', dpd_timeout: '6s' } } as const;

const restarted: Story = {
  name: 'peer-reloaded',
  title: 'hq is killed and started again without its SAs',
  words: `charon of hq is ended by SIGKILL, without a word to its peer, and started again 2 seconds later: it knows no SA. branch goes on sending
into the old one until its own detection (dpd_delay 5 s) gives hq up.`,
  versions: [1, 2],
  incident: () => ({ cause: 'peer-reloaded', receiver: 'a' }),
  settings: () => ({ a: {}, b: { ike: { dpd_delay: '5s', dpd_timeout: '10s' } } }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(4);
    stage.did('fault: charon of a is killed (SIGKILL)');
    await stage.a.end('SIGKILL');
    await letPass(2);
    await stage.a.start();
    stage.did('charon of a is started again; nothing initiates');
    await until('branch gives hq up', () => stage.b.has(GAVE_UP), 30_000);
    await letPass(2);
    stage.list('a');
    stage.list('b');
  },
};

const outage: Story = {
  name: 'path-outage',
  title: 'The path is out, and one side alone notices',
  words: `Everything between the two is dropped in both directions from 5 seconds on. hq probes (dpd_delay 2 s), gives branch up and deletes;
branch does not probe and keeps its SAs. When the path is whole again, the ESP of branch meets nothing at hq.`,
  versions: [1, 2],
  incident: () => ({ cause: 'path-outage', accepted: ['dpd-absent'], receiver: 'a' }),
  settings: () => ({ a: PROBES, b: {} }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(5);
    await cut(stage, ['a', 'b'], 'hq gives branch up', () => stage.a.has(GAVE_UP));
    await untilUnknown(stage, 'a', 6);
  },
};

const outageOfBoth: Story = {
  name: 'path-outage-both-notice',
  title: 'The path is out, and both sides notice',
  words: `Everything between the two is dropped in both directions from 5 seconds on. Both probe, both give up, both delete; when the path is whole
again, hq initiates anew. The tunnel was down, yet no SPI was unknown.`,
  versions: [1, 2],
  settings: () => ({ a: PROBES, b: PROBES }),
  async play(stage) {
    await stage.raise();
    stage.ping('b', 1);
    await letPass(5);
    await cut(stage, ['a', 'b'], 'both give up', () => stage.a.has(GAVE_UP) && stage.b.has(GAVE_UP));
    stage.a.ask('--initiate', '--child', 'net');
    stage.did('tunnel initiated by a again');
    await letPass(4);
    stage.list('a');
    stage.list('b');
  },
};

const frozen: Story = {
  name: 'peer-frozen',
  title: 'hq freezes, branch gives it up, hq thaws',
  words: `charon of hq is stopped by SIGSTOP: it answers nothing, and its ESP stands still too. branch probes, gives it up and deletes. Then SIGCONT:
hq still holds its SAs and sends. Nothing in the logs tells a frozen hq from a path that was out.`,
  versions: [1, 2],
  incident: () => ({
    cause: 'path-outage',
    accepted: ['resource-exhaustion', 'dpd-absent', 'dpd-false-positive'],
    decidable: false,
    receiver: 'b',
  }),
  settings: () => ({ a: {}, b: PROBES }),
  async play(stage) {
    await stage.raise();
    stage.ping('a', 1);
    await letPass(5);
    stage.did('fault: charon of a is frozen (SIGSTOP)');
    stage.a.signal('SIGSTOP');
    await until('branch gives hq up', () => stage.b.has(GAVE_UP), 30_000);
    await letPass(1);
    stage.a.signal('SIGCONT');
    stage.did('charon of a goes on (SIGCONT)');
    await untilUnknown(stage, 'b', 6);
  },
};

export const GONE_STORIES: readonly Story[] = [restarted, outage, outageOfBoth, frozen];
