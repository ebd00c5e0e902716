/** Debugs that a condition narrows to other peers do not listen for this tunnel. */
import { describe, expect, it } from 'vitest';
import { conditionsIn } from '../../src/ios/shows/debugging.ts';
import { type Answer, listened } from '../../src/timeline/listening.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { BRANCH, HQ, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

const START_MS = Date.UTC(1972, 9, 25, 20, 37);

function asked(timeline: Timeline, fromMs: number, toMs: number): Answer {
  return listened(timeline, { side: 'a', family: 'isakmp', fromMs: START_MS + fromMs, toMs: START_MS + toMs });
}

/** The debug prints of this tunnel at the beginning, in the middle and at the end. */
function around(first: readonly string[], second: readonly string[] = []): string[] {
  return [...sends(12, BRANCH, 5), ...first, note(6000), ...second, note(12_000), ...sends(20_000, BRANCH, 9)];
}

function narrowed(first: readonly string[], second: readonly string[] = [], shown: string[] | undefined = undefined): Answer[] {
  const files = { 'show_logging.txt': around(first, second), ...(shown === undefined ? {} : { 'show_crypto_debug-condition.txt': shown }) };
  const timeline = timelineOf({ a: files });
  return [asked(timeline, 13, 14), asked(timeline, 4000, 5000), asked(timeline, 13_000, 19_000)];
}

const SET = 'debug crypto condition peer ipv4 203.0.113.9';

describe('a condition that names others than this tunnel', () => {
  it.each([
    [`hq#${SET}`],
    ['hq#deb cry cond peer ipv4 203.0.113.9'],
    ['hq#debug crypto condition peer subnet 203.0.113.0 255.255.255.0'],
    ['hq#debug crypto condition vrf RED'],
    ['hq#debug crypto condition peer hostname spoke9'],
    ['hq#debug crypto isakmp condition peer ipv4 203.0.113.9'],
    [`${stamp(2000)}%PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:!exec: ${SET}`],
  ])('ends the listening from there: %s', (line) => {
    expect(narrowed([line]).slice(1)).toEqual(['unknown', 'unknown']);
  });

  it.each([
    ['hq#debug crypto condition reset'],
    ['hq#no debug crypto condition'],
    [`hq#no ${SET}`],
    [`${stamp(7000)}%SYS-5-RESTART: System restarted --`],
  ])('until %s', (line) => {
    expect(narrowed([`hq#${SET}`], [line, ...sends(7500, BRANCH, 8)]).slice(1)).toEqual(['unknown', 'yes']);
  });

  it.each([
    ['hq#debug crypto condition peer ipv4 198.51.100.1'],
    ['hq#debug crypto condition peer subnet 198.51.100.0 255.255.255.0'],
    ['hq#debug crypto condition unmatched isakmp'],
    ['hq#debug crypto ikev2 condition peer ipv4 203.0.113.9'],
    ['hq#show crypto debug-condition'],
  ])('is not %s', (line) => {
    expect(narrowed([line])).toEqual(['yes', 'yes', 'yes']);
  });

  it('does not silence the tunnel when this peer is named beside the others', () => {
    expect(narrowed([`hq#${SET}`], ['hq#debug crypto condition peer ipv4 198.51.100.1']).slice(1)).toEqual(['unknown', 'yes']);
  });

  it('was not taken where IOS refused it', () => {
    expect(narrowed([`hq#${SET}`, "% Invalid input detected at '^' marker."])).toEqual(['yes', 'yes', 'yes']);
  });

  it('is of an unknown time where only the show tells it', () => {
    const shown = [
      'hq#show crypto debug-condition',
      'IKE debug context unmatched flag:  OFF',
      '',
      'Peer IP addresses:',
      '203.0.113.9',
      '',
      'hq#',
    ];
    expect(narrowed([], [], shown)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(narrowed([], [`hq#${SET}`], shown)).toEqual(['yes', 'yes', 'unknown']);
    expect(narrowed([], [], [...shown.slice(0, 5), BRANCH])).toEqual(['yes', 'yes', 'yes']);
    expect(narrowed([], [], shown.slice(0, 4))).toEqual(['yes', 'yes', 'yes']);
  });

  it('silences that end alone, and is said', () => {
    const timeline = timelineOf({ a: around([`hq#${SET}`]), b: [...receives(15, HQ, 5), ...receives(20_003, HQ, 9)] });
    expect(timeline.listening.a.families.find(({ family }) => family === 'isakmp')?.silent?.map(({ why }) => why)).toEqual([
      'its debug condition names others than this tunnel',
    ]);
    expect(timeline.listening.b.families.find(({ family }) => family === 'isakmp')?.silent).toBeUndefined();
  });
});

describe('show crypto debug-condition', () => {
  it.each([
    ['IPSec debug context unmatched flag:  OFF\nPeer IP addresses:\n192.0.2.9\n192.0.2.10', ['192.0.2.9', '192.0.2.10']],
    ['Crypto conditional debug currently is turned OFF\nIKE debug context unmatched flag:  ON', []],
    ['Peer IP addresses:\n2001:DB8::9\n\nhq#', ['2001:DB8::9']],
    ['Peer host names: spoke9', ['spoke9']],
    ["% Invalid input detected at '^' marker.", []],
  ])('%j names %j', (text, conditions) => {
    expect(conditionsIn(text)).toEqual(conditions);
  });
});
