/** Naming known defects: by signature and release together, never by either alone. */
import { expect, it } from 'vitest';
import type { Timeline } from '../../src/timeline/model.ts';
import { KNOWN_DEFECTS } from '../../src/verdict/defects.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST, HEALTHY, REKEY_RACE } from './stories.ts';

/** branch, which receives, runs this release. */
const running = (story: { a: string; b: string }, version: string): Timeline => timelineOf(story, { 'show_version.txt': version });

const XE =
  'Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.12.4';
const IOS = 'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)';
const OLD_XE =
  'Cisco IOS XE Software, Version 03.04.02.S\nCisco IOS Software, IOS-XE Software (PPC_LINUX_IOSD-ADVENTERPRISEK9-M), Version 15.1(3)S2, RELEASE SOFTWARE';
const OLD =
  'Cisco Internetwork Operating System Software \nIOS (tm) C2600 Software (C2600-ADVSECURITYK9-M), Version 12.2(18)SXD3, RELEASE SOFTWARE';
const idsOf = (timeline: Timeline): string[] => judge(timeline).defects.map(({ id }) => id);

/** hq, which sends, runs it. */
const sending = (story: { a: string; b: string }, version: string): Timeline => {
  const timeline = timelineOf(story, { 'show_version.txt': version });
  return { ...timeline, states: { a: timeline.states.b, b: timeline.states.a } };
};

it('a race on a first release of IOS XE names the defect of the one that receives', () => {
  expect(idsOf(running(REKEY_RACE, OLD_XE))).toEqual(['CSCtr14840']);
});

it('the defect of the one that sends is looked for there, with what is unverified about it', () => {
  const { defects } = judge(sending(REKEY_RACE, OLD_XE));
  expect(defects.map(({ id }) => id)).toEqual(['CSCty30063']);
  expect(defects[0]?.why).toContain('unverified');
  expect(defects[0]?.why).toContain('hq runs');
});

it('the same race on 12.2 names another', () => {
  expect(idsOf(running(REKEY_RACE, OLD))).toEqual(['CSCsl68327']);
});

it.each([IOS, XE])('nor does a release that is younger by years name what was found in the first ones: %s', (version) => {
  expect(idsOf(running(REKEY_RACE, version))).toEqual([]);
});

it('packets without an SA that a NAT hides from the log are a defect of IOS', () => {
  const natted = {
    a: '',
    b: 'Sep  2 13:30:00.105: ISAKMP (1001): received packet from 192.0.2.1 dport 4500 sport 4500 Global (R) QM_IDLE',
  };
  const counted = (count: number, release = IOS) => ({
    'show_version.txt': release,
    'show_crypto_ipsec_sa_detail.txt': `interface: GigabitEthernet0/0\n   current_peer 192.0.2.1 port 4500\n    #pkts no sa (send) 0, #pkts invalid sa (rcv) ${count}`,
  });
  expect(idsOf(timelineOf(natted, counted(12)))).toEqual(['CSCsq59183']);
  expect(idsOf(timelineOf(natted, counted(0)))).toEqual([]);
  const switched = 'Cisco IOS Software [Gibraltar], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 16.12.4, RELEASE SOFTWARE (fc5)';
  expect(idsOf(timelineOf(natted, counted(12, switched)))).toEqual([]);
});

it('a release without a signature names nothing, nor does a signature without a release', () => {
  expect(idsOf(running(HEALTHY, XE))).toEqual([]);
  expect(idsOf(running(DELETE_LOST, XE))).toEqual([]);
  expect(idsOf(timelineOf(REKEY_RACE))).toEqual([]);
});

it('every id is well formed, and known once', () => {
  expect(KNOWN_DEFECTS.filter(({ id }) => !/^CSC[a-z]{2}\d{5}$/.test(id))).toEqual([]);
  expect(new Set(KNOWN_DEFECTS.map(({ id }) => id)).size).toBe(KNOWN_DEFECTS.length);
});
