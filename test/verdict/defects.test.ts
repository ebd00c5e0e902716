/** Naming known defects: by signature and release together, never by either alone. */
import { expect, it } from 'vitest';
import type { Timeline } from '../../src/timeline/model.ts';
import { KNOWN_DEFECTS } from '../../src/verdict/defects.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST, HEALTHY, REKEY_RACE } from './stories.ts';

function withVersion(timeline: Timeline, version: string): Timeline {
  return {
    ...timeline,
    states: {
      ...timeline.states,
      b: { ...timeline.states.b, version: { value: version, file: 'show_version.txt', line: 1, text: version } },
    },
  };
}

const XE = 'Cisco IOS XE Software, Version 16.12.04';
const IOS = 'Cisco IOS Software, C2900 Software, Version 15.7(3)M8';
const idsOf = (timeline: Timeline): string[] => judge(timeline).defects.map(({ id }) => id);

it('a race on IOS XE names the defects of that, with what is unverified about them', () => {
  const { defects } = judge(withVersion(timelineOf(REKEY_RACE), XE));
  expect(defects.map(({ id }) => id)).toEqual(['CSCtr14840', 'CSCty30063']);
  expect(defects[1]?.why).toContain('unverified');
});

it('the same race on IOS names another', () => {
  expect(idsOf(withVersion(timelineOf(REKEY_RACE), IOS))).toEqual(['CSCsl68327']);
});

it('a release without a signature names nothing, nor does a signature without a release', () => {
  expect(idsOf(withVersion(timelineOf(HEALTHY), XE))).toEqual([]);
  expect(idsOf(withVersion(timelineOf(DELETE_LOST), XE))).toEqual([]);
  expect(idsOf(timelineOf(REKEY_RACE))).toEqual([]);
});

it('every id is well formed, and known once', () => {
  expect(KNOWN_DEFECTS.filter(({ id }) => !/^CSC[a-z]{2}\d{5}$/.test(id))).toEqual([]);
  expect(new Set(KNOWN_DEFECTS.map(({ id }) => id)).size).toBe(KNOWN_DEFECTS.length);
});
