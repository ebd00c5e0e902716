/** What a bundle left open is asked for by a playbook that stands every check; where there is nothing to ask it is said in one sentence. */
import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { composeNext, draftNext, type NextPlaybook } from '../../src/run/next.ts';
import type { PrintedWanted } from '../../src/verdict/verdict.ts';
import { CASES, filesOfCase, judgeFiles, openCase } from '../case/open.ts';
import { howMany } from '../how-many.ts';

const NOW_MS = Date.UTC(2026, 11, 1);

function read({ playbook: text }: NextPlaybook): Playbook {
  const { playbook, diagnostics } = parsePlaybook(text, 'next.yaml');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (playbook === undefined) throw new Error('no playbook');
  return playbook;
}

/** Whether a capture by this playbook brings it home. */
function answers({ debugs, shows, tailSeconds, packets }: Playbook, { side, look, when }: PrintedWanted): boolean {
  if ('debug' in look) return look.debug === 'ipsec' ? debugs.includes('ipsec') : debugs.includes('isakmp') || debugs.includes('ikev2');
  if ('packets' in look) return packets === true;
  if ('ask' in look) return false;
  if ('log' in look || when === 'after the message') return tailSeconds > 60;
  const own = Array.isArray(shows) ? shows : shows[side];
  return [...ALWAYS, ...own].some((each) => each.startsWith(look.show));
}

const ALWAYS = [
  'show clock',
  'show version',
  'show running-config | section crypto',
  'show crypto ipsec sa detail',
  'show crypto session detail',
];

/** By the recorded verdicts: those with an incident of which it is not certain; a sixth in every run, all with FULL=1. */
const OPEN = CASES.filter((name) => /^ {2}confidence: (?:likely|possible)$/m.test(openCase(name).answer ?? '')).filter(
  (_name, index) => index % howMany(6, 1) === 0,
);

/** No playbook arms a group that shares one SA. */
const NOT_ARMED = /no playbook arms a tunnel against getvpn-rekey-missed yet/;

describe('the playbook of the next time', () => {
  /** Of many cases the same but for its comments: each is checked once. */
  const checked = new Set<string>();

  it.each(OPEN)('of the case %s passes check, and asks for all that would decide', async (name) => {
    const judged = await judgeFiles(await filesOfCase(name), name);
    const open = judged.verdict.incidents.filter(({ cause }) => cause.confidence !== 'certain');
    if (open.some(({ cause }) => cause.id === 'getvpn-rekey-missed')) {
      await expect(composeNext(judged, name)).rejects.toThrow(NOT_ARMED);
      return;
    }
    const next = await composeNext(judged, name);
    const playbook = read(next);
    const body = next.playbook.replace(/(?:^| )#.*$/gm, '').replace(/^description: .*$/m, '');
    if (!checked.has(body)) expect(draftPlan(playbook, NOW_MS).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    checked.add(body);
    const byHand = new Set(next.asks.flatMap(({ by, side, look }) => ('byHand' in by ? [`${side} ${JSON.stringify(look)}`] : [])));
    const wanted = open.flatMap(({ cause }) => cause.wouldDecide);
    expect(wanted.filter((each) => !answers(playbook, each) && !byHand.has(`${each.side} ${JSON.stringify(each.look)}`))).toEqual([]);
  });

  it('says plainly what must be filled in, and holds no login', async () => {
    const next = await nextOf('unknown/trap-sender-folder-missing');
    const { logins, tunnel } = read(next);
    expect(next.playbook).toContain('# FILL IN the values that are marked so');
    expect(next.playbook.match(/ # FILL IN: /g)).toHaveLength(4);
    expect(logins).toEqual({ 'fill-in': { username: 'FILL-IN', password: 'env:FILL_IN' } });
    expect(tunnel).toMatchObject({ a: { host: 'fill-in-a.invalid' }, b: { host: 'fill-in-b.invalid' } });
  });

  it('takes messages of strangers where the message named one', async () => {
    const { strangers, trigger } = read(await nextOf('foreign-traffic/unknown-source-ikev2'));
    expect({ strangers, trigger }).toEqual({ strangers: 'spring', trigger: 'invalid-spi' });
  });

  it('asks a show of the router that would answer, and of no other', async () => {
    const { shows } = read(await nextOf('stale-nhrp/hub'));
    expect(shows).toEqual({ a: ['show ip nhrp detail'], b: [] });
  });

  it('asks the operator of an end that is not ours, and has no login for it', async () => {
    const judged = await judgeFiles(await filesOfCase('unknown/trap-sender-folder-missing'), 'case');
    const { recordings } = judged.timeline;
    const foreign = { ...judged.timeline, recordings: { ...recordings, a: { ...recordings.a, vendors: ['strongswan' as const] } } };
    const next = await draftNext({ ...judged, timeline: foreign }, 'case', NOW_MS);
    expect(read(next).tunnel.a).toEqual({ name: 'hq', address: '192.0.2.1', vendor: 'strongswan' });
    expect(next.fillIn).toEqual(['tunnel.b.host', 'logins.fill-in.username', 'logins.fill-in.password']);
    expect(next.playbook).toMatch(/^# hq is not ours: ask its operator for /m);
    expect(next.asks.map(({ side }) => side)).toContain('a');
    // Of the end that is not ours by hand, of ours by the capture.
    expect(next.asks.map(({ side, by }) => (side === 'a') === 'byHand' in by)).toEqual([true, true, true]);
  });

  it.each([
    ['healthy/ios', 'the bundle has no incident: nothing is open that a next capture would decide'],
    ['delete-lost/ios', 'nothing is open: the verdict on each incident of this bundle is certain'],
  ])('of the case %s is none: %s', async (name, message) => {
    await expect(nextOf(name)).rejects.toMatchObject({ code: 'input', message });
  });

  it('of records that cannot be read does not say that they have no incident', async () => {
    const files = await filesOfCase('delete-lost/ios');
    const unread = await judgeFiles(
      files.filter(({ path }) => path === 'tunnel.yaml'),
      'unread',
    );
    await expect(draftNext(unread, 'unread', NOW_MS)).rejects.toThrow('Nothing to judge: no line of either record could be read.');
  });

  it('is none where the two routers are only guessed', async () => {
    const judged = await judgeFiles(await filesOfCase('unknown/trap-sender-folder-missing'), 'case');
    const peers = { confidence: 'possible', why: 'two addresses that occur' } as const;
    await expect(draftNext({ ...judged, timeline: { ...judged.timeline, peers } }, 'case', NOW_MS)).rejects.toMatchObject({
      code: 'input',
      message: 'the tunnel is not known: which two routers these are is only possible (two addresses that occur)',
    });
  });

  it('is none where the two peers have one address', async () => {
    const judged = await judgeFiles(await filesOfCase('unknown/trap-sender-folder-missing'), 'case');
    const { a } = judged.verdict.tunnel;
    const tunnel = { a, b: { ...a, name: 'branch' } };
    const asked = draftNext({ ...judged, verdict: { ...judged.verdict, tunnel } }, 'case', NOW_MS);
    await expect(asked).rejects.toThrow(/^the tunnel of this bundle cannot be armed: /);
  });

  it.each(['Spoke 1 (Köln)', '-', 'true', 'b'])('gives a peer that is called %j a name that a playbook takes', async (name) => {
    const judged = await judgeFiles(await filesOfCase('unknown/trap-sender-folder-missing'), 'case');
    const { tunnel } = judged.verdict;
    const verdict = { ...judged.verdict, tunnel: { ...tunnel, a: { ...tunnel.a, name } } };
    expect(read(await draftNext({ ...judged, verdict }, 'case', NOW_MS)).tunnel.a.name).toMatch(/^[A-Za-z0-9]/);
  });
});

async function nextOf(name: string): Promise<NextPlaybook> {
  return draftNext(await judgeFiles(await filesOfCase(name), name), name, NOW_MS);
}
