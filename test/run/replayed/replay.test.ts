/** A bundle's chain is played again only where it comes out as it was captured; then with each remedy that is not in use already. */
import { describe, expect, it } from 'vitest';
import type { Judged } from '../../../src/run/judge-read.ts';
import { captureChain } from '../../../src/run/replayed/captured.ts';
import { replayBundle } from '../../../src/run/replayed/replay.ts';
import { filesOfCase, judgeFiles } from '../../case/open.ts';

const judgeCase = async (name: string): Promise<Judged> => judgeFiles(await filesOfCase(name), name);

/** The same bundle, had its first incident ended so. */
function endedAt(judged: Judged, how: 'delete' | 'dpd', afterMs: number): Judged {
  const [first, ...others] = judged.verdict.incidents;
  if (first === undefined || first.chain.forgot.at === null) throw new Error('no deletion');
  const at = new Date(Date.parse(first.chain.forgot.at) + afterMs).toISOString() as typeof first.chain.heals.at;
  const heals = { ...first.chain.heals, how, at, latest: null };
  return { ...judged, verdict: { ...judged.verdict, incidents: [{ ...first, chain: { ...first.chain, heals } }, ...others] } };
}

describe('replaying', () => {
  it('a lost DELETE comes out as it was captured, and dead peer detection would have ended it within half a minute', async () => {
    const report = await replayBundle(await judgeCase('delete-lost/ios'));
    expect(report).toMatchObject({
      isSimulated: true,
      cause: 'delete-lost',
      captured: { told: 'lost' },
      replayed: { told: 'lost', by: 'expires' },
    });
    const [probing, ...others] = report.remedies;
    expect(probing).toMatchObject({ on: ['hq', 'branch'], lines: ['crypto isakmp keepalive 10 3 periodic'], healed: { by: 'dpd' } });
    expect(probing?.healed.mostMs).toBeLessThan(30_000);
    expect(others.map(({ remedy }) => remedy)).toEqual(['invalid SPI recovery at the receiver', 'IKEv2 in the place of IKEv1']);
    // The receiver has its IKE SA: recovery has nothing to do.
    expect(others[0]?.healed).toEqual({ leastMs: report.replayed.leastMs, mostMs: report.replayed.mostMs, by: 'expires' });
  });

  it('takes times, lifetimes, DPD, traffic and losses from the bundle', async () => {
    const { verdict, timeline } = await judgeCase('delete-lost/ios');
    const { spec, assumed } = captureChain(verdict, timeline, 0);
    expect(assumed).toEqual([]);
    expect(spec).toMatchObject({ ike: 1, receiver: 'b', forgets: 'deletes', recovers: false, lifetimeSeconds: { a: 3600, b: 3600 } });
    expect(spec.dpdSeconds).toEqual({ a: undefined, b: undefined });
    expect(spec.losses).toEqual([{ from: 'b', fromMs: expect.any(Number), toMs: Number.POSITIVE_INFINITY }]);
    expect(spec.ageSeconds).toBeCloseTo(20, 0);
    expect(spec.trafficMs).toBeCloseTo(2000, -3);
  });

  it('takes the probes of a record that no show tells of, and of too few that there are some', async () => {
    const probing = await judgeCase('delete-lost/overlap-logs-delete-lost');
    const captured = captureChain(probing.verdict, probing.timeline, 0);
    expect(captured.spec.dpdSeconds).toEqual({ a: undefined, b: 10 });
    expect(captured.assumed.filter((each) => each.includes('dead peer'))).toEqual(['no dead peer detection at hq']);
    const once = await judgeCase('delete-lost/124-xe');
    expect(captureChain(once.verdict, once.timeline, 0).assumed).toContain('dead peer detection every 10 s at hq');
  });

  it('names what no record says', async () => {
    const { verdict, timeline } = await judgeCase('delete-lost/rekey-traces-ikev2');
    expect(captureChain(verdict, timeline, 0).assumed).toEqual(
      expect.arrayContaining(['a lifetime of 3600 s at hq', 'an SA of 60 s when it was lost', 'no dead peer detection at hq']),
    );
  });
});

describe('no remedy is tried', () => {
  it('where the lab has another end', async () => {
    const asked = replayBundle(endedAt(await judgeCase('delete-lost/ios'), 'dpd', 300_000));
    await expect(asked).rejects.toThrow(
      'the lab does not reproduce what was captured: it ended by dpd, and the replay has an end by expires',
    );
  });

  it('where it was over in less than a replay can tell apart', async () => {
    const asked = replayBundle(endedAt(await judgeCase('delete-lost/ios'), 'delete', 800));
    await expect(asked).rejects.toThrow('it was over after 800 ms, which is less than a replay can tell apart (5 s)');
  });

  it.each([
    ['healthy/ios', 'the bundle has no incident: there is nothing to replay'],
    ['foreign-traffic/ios', 'the receiver did not lose the SA (never-had)'],
    ['rekey-race/ios', 'the receiver did not lose the SA (not-yet-installed)'],
    ['delete-lost/und-ipv6', 'nothing ties the two clocks'],
    ['sender-data-plane-stale/ios', 'it is a defect of the data plane'],
    ['dpd-absent/ios', 'when the receiver lost the SA is not on record'],
    ['ike-blocked/acl-ikev1', 'the lab does not reproduce what was captured'],
    // An SA that may have lived for seven hours excuses no end within seconds.
    ['rekey-refused/pfs-differs-ikev2', 'it was over after 1 min and 2 s to 7 h, and the replay has it over after 5'],
    ['delete-lost/124-xe', 'it was over after 3 min and 3 s to 58 min and 40 s, and the replay has it over after 18'],
  ])('for %s: %s', async (name, why) => {
    await expect(replayBundle(await judgeCase(name))).rejects.toThrow(why);
  });

  it('of records that cannot be read does not say that they have no incident', async () => {
    const files = await filesOfCase('delete-lost/ios');
    const unread = await judgeFiles(
      files.filter(({ path }) => path === 'tunnel.yaml'),
      'unread',
    );
    await expect(replayBundle(unread)).rejects.toThrow('Nothing to judge: no line of either record could be read.');
  });

  it('of a story that there is not says which there are', async () => {
    await expect(replayBundle(await judgeCase('delete-lost/ios'), 9)).rejects.toMatchObject({
      message: 'there is no story 9',
      context: { next: 'leave --story out: the report has one story' },
    });
  });
});
