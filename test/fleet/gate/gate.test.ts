/** The gate: one session a router, a budget for the AAA servers, a terminal line left, and no account locked. */
import { describe, expect, it } from 'vitest';
import { accept, UNPROVEN } from '../../../src/fleet/gate/accounts.ts';
import { stepGate } from '../../../src/fleet/gate/gate.ts';
import { type GateEvent, type GateRules, type GateState, openGate } from '../../../src/fleet/gate/gate-state.ts';
import type { Ticket } from '../../../src/fleet/gate/ticket.ts';

const RULES: GateRules = { logins: { perSecond: 1, burst: 2 }, commands: { perSecond: 10, burst: 20 }, sessionsMax: 10 };

const ticket = (id: string, router = id, more: Partial<Ticket> = {}): Ticket => ({
  id,
  worker: 'w1',
  router,
  account: 'ops',
  purpose: 'arm',
  logins: 1,
  commands: 1,
  ...more,
});

/** Gives who has entered at each event. */
class Door {
  state: GateState;
  nowMs = 0;
  constructor(rules: Partial<GateRules> = {}, isProven = true) {
    const open = openGate({ ...RULES, ...rules }, 0);
    this.state = isProven ? { ...open, accounts: { ops: accept(UNPROVEN, 0) } } : open;
  }
  hear(event: GateEvent): string[] {
    const before = this.state.open;
    this.state = stepGate(this.state, event, this.nowMs);
    return Object.keys(this.state.open).filter((id) => before[id] === undefined);
  }
  ask(...tickets: Ticket[]): string[] {
    return tickets.flatMap((each) => this.hear({ is: 'asked', ticket: each }));
  }
  /** True where it may at once. */
  mayType(id: string, count: number): boolean {
    this.hear({ is: 'typing', id, count });
    return this.typing.length === 0;
  }
  get typing(): string[] {
    return this.state.typing.map(({ id }) => id);
  }
  leave(id: string, how: 'done' | 'refused' | 'unreachable' = 'done', freeLines?: number): string[] {
    const router = this.state.open[id]?.ticket.router ?? id;
    if (freeLines !== undefined) this.hear({ is: 'counted', router, freeLines });
    return this.hear({ is: 'left', id, how });
  }
  at(nowMs: number): string[] {
    this.nowMs = nowMs;
    return this.hear({ is: 'time' });
  }
}

describe('a login', () => {
  it('waits until the session before it on the same router has ended', () => {
    const door = new Door();
    expect(door.ask(ticket('one', 'hq'), ticket('two', 'hq'))).toEqual(['one']);
    expect(door.at(60_000)).toEqual([]);
    expect(door.leave('one')).toEqual(['two']);
  });

  it('waits for the budget of logins', () => {
    const door = new Door();
    expect(door.ask(ticket('one'), ticket('two'))).toEqual(['one', 'two']);
    expect(door.ask(ticket('three'))).toEqual([]);
    expect(door.at(999)).toEqual([]);
    expect(door.at(1000)).toEqual(['three']);
  });

  it('is let in by the rate that was said last, and what the budget held before is no more than that allows', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } });
    door.hear({ is: 'ruled', rules: { logins: { perSecond: 0.5, burst: 1 } } });
    expect(door.ask(ticket('one'), ticket('two'))).toEqual(['one']);
    expect(door.at(1999)).toEqual([]);
    expect(door.at(2000)).toEqual(['two']);
  });

  it('over two jump hosts costs three', () => {
    const door = new Door({ logins: { perSecond: 1, burst: 3 } });
    expect(door.ask(ticket('far', 'far', { logins: 3 }), ticket('near'))).toEqual(['far']);
    expect(door.at(1000)).toEqual(['near']);
  });

  it('for what is urgent comes before all others, and one that is held by its router lets others pass', () => {
    const door = new Door({ logins: { perSecond: 1, burst: 1 } });
    expect(door.ask(ticket('first', 'hq'))).toEqual(['first']);
    door.ask(
      ticket('look', 'a', { purpose: 'look' }),
      ticket('arm', 'b'),
      ticket('held', 'hq', { purpose: 'freeze' }),
      ticket('disarm', 'c', { purpose: 'disarm' }),
    );
    expect([1000, 2000, 3000].flatMap((at) => door.at(at))).toEqual(['disarm', 'arm', 'look']);
    expect(door.at(4000)).toEqual([]);
    expect(door.leave('first')).toEqual(['held']);
  });

  it('leaves terminal lines to people and to EEM, and believes a count for ten minutes', () => {
    const door = new Door();
    door.ask(ticket('one', 'hq'));
    door.leave('one', 'done', 2);
    expect(door.ask(ticket('two', 'hq'))).toEqual([]);
    expect(door.ask(ticket('urgent', 'hq', { purpose: 'freeze' }))).toEqual(['urgent']);
    door.leave('urgent', 'done', 1);
    expect(door.at(599_000)).toEqual([]);
    expect(door.at(600_000)).toEqual(['two']);
  });

  it('of a worker that is dead holds nothing any more', () => {
    const door = new Door();
    door.ask(ticket('one', 'hq'), ticket('two', 'hq', { worker: 'w2' }));
    door.hear({ is: 'typing', id: 'one', count: 1000 });
    expect(door.at(10)).toEqual([]);
    expect(door.hear({ is: 'gone', worker: 'w1' })).toEqual(['two']);
  });

  it('waits while as many sessions are open as there may be', () => {
    const door = new Door({ sessionsMax: 1 });
    expect(door.ask(ticket('one'), ticket('two'))).toEqual(['one']);
    expect(door.leave('one', 'unreachable')).toEqual(['two']);
  });
});

describe('a budget of commands', () => {
  it('lets a session type as it fills, and nobody log in meanwhile', () => {
    const door = new Door();
    door.ask(ticket('one'));
    expect(door.mayType('one', 19)).toBe(true);
    expect(door.mayType('one', 5)).toBe(false);
    expect(door.ask(ticket('two'))).toEqual([]);
    expect([door.at(499), door.typing]).toEqual([[], ['one']]);
    expect([door.at(500), door.typing]).toEqual([[], []]);
    expect(door.at(600)).toEqual(['two']);
  });

  it('takes more lines than it holds when it is full, and is in debt for them', () => {
    const door = new Door();
    door.ask(ticket('one', 'one', { commands: 0 }));
    expect([door.mayType('one', 60), door.mayType('one', 1)]).toEqual([true, false]);
    expect([door.at(4099), door.typing]).toEqual([[], ['one']]);
    expect([door.at(4100), door.typing]).toEqual([[], []]);
  });

  it('gains nothing from a clock that is set back', () => {
    const door = new Door();
    door.nowMs = 10_000;
    door.ask(ticket('one'), ticket('two'));
    door.ask(ticket('three'));
    expect(door.at(0)).toEqual([]);
    expect(door.at(1000)).toEqual(['three']);
  });
});

describe('an account that', () => {
  it('was refused is used nowhere for two minutes, then by one login alone, and by all when that was good', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } });
    door.ask(ticket('one'));
    door.leave('one', 'refused');
    expect(door.ask(ticket('two'), ticket('three'), ticket('other', 'other', { account: 'field' }))).toEqual(['other']);
    expect(door.at(119_999)).toEqual([]);
    expect(door.at(120_000)).toEqual(['two']);
    expect(door.at(180_000)).toEqual([]);
    expect(door.leave('two')).toEqual(['three']);
  });

  it('is refused again and again is held twice as long each time, at most an hour', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } });
    const triedAt: number[] = [];
    door.ask(ticket('0'));
    for (let minutes = 0, open = '0'; triedAt.length < 7; minutes += 1) {
      door.nowMs = minutes * 60_000;
      if (open !== '') {
        triedAt.push(minutes);
        door.leave(open, 'refused');
        door.ask(ticket(String(triedAt.length)));
      }
      [open = ''] = door.at((minutes + 1) * 60_000);
    }
    expect(triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0))).toEqual([2, 4, 8, 16, 32, 60]);
  });

  it('nobody knows yet is tried by one login alone, so that a wrong password is refused once', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } }, false);
    expect(door.ask(ticket('one'), ticket('two'), ticket('three'))).toEqual(['one']);
    expect(door.hear({ is: 'greeted', id: 'one' })).toEqual(['two', 'three']);
  });

  it('one router alone refuses is not held: another one has shown that it is good', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } });
    door.ask(ticket('bad'));
    door.leave('bad', 'refused');
    door.ask(ticket('again', 'bad'), ticket('good'));
    expect(door.at(120_000)).toEqual(['good']);
    door.leave('good');
    expect(door.at(240_000)).toEqual(['again']);
    door.leave('again', 'refused');
    expect(door.ask(ticket('later'))).toEqual(['later']);
    expect(door.ask(ticket('once-more', 'bad'))).toEqual([]);
  });

  it('was refused is not proven by a login that had begun before the refusal', () => {
    const door = new Door({ logins: { perSecond: 100, burst: 100 } });
    door.ask(ticket('early'), ticket('late'));
    door.nowMs = 1000;
    door.leave('late', 'refused');
    door.leave('early');
    expect(door.ask(ticket('next'))).toEqual([]);
  });
});
