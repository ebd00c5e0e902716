/** Naming known defects: by signature and release together, never by either alone. */
import { expect, it } from 'vitest';
import type { Timeline } from '../../src/timeline/model.ts';
import { KNOWN_DEFECTS } from '../../src/verdict/defects.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST, HEALTHY, REKEY_RACE } from './stories.ts';

/** branch runs this release. */
const running = (story: { a: string; b: string }, version: string): Timeline => timelineOf(story, { 'show_version.txt': version });

const XE =
  'Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.12.4';
const IOS = 'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)';
const OLD =
  'Cisco Internetwork Operating System Software \nIOS (tm) C2600 Software (C2600-ADVSECURITYK9-M), Version 12.2(18)SXD3, RELEASE SOFTWARE';
const idsOf = (timeline: Timeline): string[] => judge(timeline).defects.map(({ id }) => id);

it('a race on IOS XE names the defects of that, with what is unverified about them', () => {
  const { defects } = judge(running(REKEY_RACE, XE));
  expect(defects.map(({ id }) => id)).toEqual(['CSCtr14840', 'CSCty30063']);
  expect(defects[1]?.why).toContain('not verified');
});

it.each([IOS, OLD])('the same race on %s names another', (version) => {
  expect(idsOf(running(REKEY_RACE, version))).toEqual(['CSCsl68327']);
});

it('packets without an SA that a NAT hides from the log are a defect of IOS', () => {
  const natted = {
    a: '',
    b: 'Sep  2 13:30:00.105: ISAKMP (1001): received packet from 192.0.2.1 dport 4500 sport 4500 Global (R) QM_IDLE',
  };
  const counted = (count: number) => ({
    'show_version.txt': IOS,
    'show_crypto_ipsec_sa_detail.txt': `interface: GigabitEthernet0/0\n   current_peer 192.0.2.1 port 4500\n    #pkts no sa (send) 0, #pkts invalid sa (rcv) ${count}`,
  });
  expect(idsOf(timelineOf(natted, counted(12)))).toEqual(['CSCsq59183']);
  expect(idsOf(timelineOf(natted, counted(0)))).toEqual([]);
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
