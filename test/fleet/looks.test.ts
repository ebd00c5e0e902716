/** Looks: fair to all, sooner at what is suspected and at what nears its end. */
import { describe, expect, it } from 'vitest';
import { type LooksAction, type LooksEvent, type LooksState, NO_LOOKS, stepLooks } from '../../src/fleet/looks.ts';

const RULES = { everySeconds: 1200, atOnce: 1 };
const FAR_MS = 1e12;

class Looks {
  state: LooksState = NO_LOOKS;
  nowMs = 0;
  hear(event: LooksEvent, rules = RULES): LooksAction[] {
    const { state, actions } = stepLooks(this.state, rules, event, this.nowMs);
    this.state = state;
    return actions;
  }
  arm(...ids: string[]): void {
    for (const captureId of ids) this.hear({ is: 'armed', captureId, leaseEndsAtMs: FAR_MS, seenAtMs: this.nowMs });
  }
  at(seconds: number, rules = RULES): string[] {
    this.nowMs = seconds * 1000;
    return this.hear({ is: 'time' }, rules).map((action) => (action.do === 'look' ? action.captureId : `wake ${action.atMs / 1000}`));
  }
}

/** It has been looked at; whose turn is next is told at the next step. */
function withoutNext(looks: Looks, captureId: string): LooksState {
  return stepLooks(looks.state, { ...RULES, atOnce: 0 }, { is: 'looked', captureId, isWhole: true }, looks.nowMs).state;
}

describe('a look', () => {
  it('comes when its measure is over, one after the other where one at once is allowed', () => {
    const looks = new Looks();
    looks.arm('one', 'two');
    expect(looks.at(1199)).toEqual(['wake 1200']);
    expect(looks.at(1200)).toEqual(['one']);
    expect(looks.at(1300)).toEqual([]);
    expect(looks.hear({ is: 'looked', captureId: 'one', isWhole: true })).toEqual([
      { do: 'look', captureId: 'two' },
      { do: 'wake', atMs: 2_500_000 },
    ]);
  });

  it('comes at once where nobody has looked for longer than its measure, one after the other', () => {
    const looks = new Looks();
    looks.nowMs = 9_000_000;
    expect(looks.hear({ is: 'armed', captureId: 'one', leaseEndsAtMs: FAR_MS, seenAtMs: 7_800_000 })).toEqual([
      { do: 'look', captureId: 'one' },
    ]);
    expect(looks.hear({ is: 'armed', captureId: 'two', leaseEndsAtMs: FAR_MS, seenAtMs: 7_800_000 })).toEqual([]);
    expect(looks.hear({ is: 'looked', captureId: 'one', isWhole: true })).toContainEqual({ do: 'look', captureId: 'two' });
  });

  it('comes sooner for what is suspected, and after one that could not be finished', () => {
    const looks = new Looks();
    looks.arm('calm', 'suspect');
    looks.hear({ is: 'suspected', captureId: 'suspect', suspicion: 1 });
    expect(looks.at(240)).toEqual(['suspect', 'wake 1200']);
    looks.hear({ is: 'looked', captureId: 'suspect', isWhole: false });
    expect(looks.at(480)).toEqual(['suspect', 'wake 1200']);
    looks.hear({ is: 'looked', captureId: 'suspect', isWhole: true });
    expect(looks.at(1200)).toEqual(['calm', 'wake 1680']);
  });

  it('comes twice as often near the end of the lease', () => {
    const looks = new Looks();
    looks.hear({ is: 'armed', captureId: 'one', leaseEndsAtMs: 3_000_000, seenAtMs: 0 });
    expect(looks.at(599)).toEqual(['wake 600']);
    expect(looks.at(600)).toEqual(['one']);
  });

  it('passes over nobody for ever, however little the budget bears and whatever is suspected', () => {
    const looks = new Looks();
    const ids = Array.from({ length: 50 }, (_each, index) => `c${index}`);
    looks.arm(...ids);
    const lastAt = new Map<string, number>();
    let longest = 0;
    for (let seconds = 0; seconds < 40_000; seconds += 100) {
      looks.nowMs = seconds * 1000;
      for (const action of looks.hear({ is: 'suspected', captureId: 'c7', suspicion: 1 })) {
        if (action.do !== 'look') continue;
        longest = Math.max(longest, seconds - (lastAt.get(action.captureId) ?? 0));
        lastAt.set(action.captureId, seconds);
      }
      const [inHand] = looks.state.looking;
      if (inHand !== undefined) looks.state = withoutNext(looks, inHand);
    }
    expect(lastAt.size).toBe(50);
    // 50 captures at one look in 100 s, of which one takes up to five turns.
    expect(longest).toBeLessThanOrEqual(7500);
  });

  it('is made no more of what has ended', () => {
    const looks = new Looks();
    looks.arm('one');
    looks.at(1200);
    looks.hear({ is: 'ended', captureId: 'one' });
    expect(looks.hear({ is: 'looked', captureId: 'one', isWhole: true })).toEqual([]);
    expect(looks.state).toEqual({ watched: {}, looking: [] });
  });
});
