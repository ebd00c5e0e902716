/** Approved hours are read on the wall clock of their zone. */
import { describe, expect, it } from 'vitest';
import { isWithinWindow, sayWindow, type Window } from '../../src/playbook/window.ts';

const EVERY: Window['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const NIGHT: Window = { from: '22:00', to: '04:00', days: EVERY, zone: 'UTC' };
/** 2026-01-05 is a Monday. */
const at = (iso: string): number => Date.parse(iso);

describe('a window', () => {
  it.each([
    ['2026-01-05T21:59:59Z', false],
    ['2026-01-05T22:00:00Z', true],
    ['2026-01-06T03:59:59Z', true],
    ['2026-01-06T04:00:00Z', false],
  ])('over midnight holds at %s: %s', (iso, isWithin) => {
    expect(isWithinWindow(NIGHT, at(iso))).toBe(isWithin);
  });

  it('over midnight belongs to the day on which it begins', () => {
    const fridays: Window = { ...NIGHT, days: ['fri'] };
    expect(isWithinWindow(fridays, at('2026-01-09T23:00:00Z'))).toBe(true);
    expect(isWithinWindow(fridays, at('2026-01-10T03:00:00Z'))).toBe(true);
    expect(isWithinWindow(fridays, at('2026-01-09T03:00:00Z'))).toBe(false);
    expect(isWithinWindow(fridays, at('2026-01-10T23:00:00Z'))).toBe(false);
  });

  it('is read in its own zone, in winter and in summer', () => {
    const noon: Window = { from: '12:00', to: '13:00', days: EVERY, zone: 'Europe/Berlin' };
    expect(isWithinWindow(noon, at('2026-01-05T11:30:00Z'))).toBe(true);
    expect(isWithinWindow(noon, at('2026-07-06T11:30:00Z'))).toBe(false);
    expect(isWithinWindow(noon, at('2026-07-06T10:30:00Z'))).toBe(true);
  });

  it('says itself as a person would', () => {
    expect(sayWindow(NIGHT)).toBe('22:00 to 04:00 UTC');
    expect(sayWindow({ ...NIGHT, days: ['sat', 'sun'] })).toBe('22:00 to 04:00 UTC, sat sun');
  });
});
