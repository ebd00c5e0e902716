/** Visits: each has an end, and nobody who comes in again and again pushes out who is in. */
import { describe, expect, it } from 'vitest';
import { Sessions } from '../../src/web/sessions.ts';

const OPS = { name: 'ops', role: 'operator' } as const;
const NOW_MS = Date.UTC(2026, 10, 26);
const DAY_MS = 86_400_000;

describe('a visit', () => {
  it('ends after a working day', () => {
    const sessions = new Sessions();
    const { id } = sessions.open(OPS, NOW_MS);
    expect(sessions.find(id, NOW_MS + DAY_MS / 2 - 1)).toMatchObject(OPS);
    expect(sessions.find(id, NOW_MS + DAY_MS / 2)).toBeUndefined();
  });

  it('is not ended by another who comes in two thousand times: he loses his own oldest', () => {
    const sessions = new Sessions();
    const { id } = sessions.open(OPS, NOW_MS);
    const opened = Array.from({ length: 2000 }, (_, index) => sessions.open({ name: 'script', role: 'viewer' }, NOW_MS + index).id);
    expect(sessions.find(id, NOW_MS + 2000)).toMatchObject(OPS);
    expect(opened.filter((each) => sessions.find(each, NOW_MS + 2000) !== undefined)).toEqual(opened.slice(-20));
  });

  it('of one of many people is ended by no crowd, as long as another has more of them', () => {
    const sessions = new Sessions();
    const { id } = sessions.open(OPS, NOW_MS);
    for (let person = 0; person < 60; person += 1)
      for (let visit = 0; visit < 20; visit += 1) sessions.open({ name: `p${person}`, role: 'viewer' }, NOW_MS + person);
    expect(sessions.find(id, NOW_MS + 60)).toMatchObject(OPS);
  });

  it('that is over makes room before one that is not', () => {
    const sessions = new Sessions();
    for (let visit = 0; visit < 19; visit += 1) sessions.open(OPS, NOW_MS);
    const { id } = sessions.open(OPS, NOW_MS + DAY_MS / 4);
    for (let visit = 0; visit < 19; visit += 1) sessions.open(OPS, NOW_MS + DAY_MS / 2 + visit);
    expect(sessions.find(id, NOW_MS + DAY_MS / 2 + 19)).toMatchObject(OPS);
  });
});
