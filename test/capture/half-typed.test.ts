/** A session that was cut off while it typed an applet leaves it on the router when it ends: disarming outlasts such a session. */
import { expect, it } from 'vitest';
import type { CaptureContext } from '../../src/capture/context.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { Session } from '../../src/lab/device/session.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text}\nprobe: false\n`;

/** Of a worker that stands still: the journal knows that WATCH was begun, the router has half of it, and it holds its line. */
async function typeHalf({ lab, context, playbook }: Stage, plan: Plan, user: string): Promise<Session> {
  const session = Session.open(lab.b.router, user, { privilege: 15 });
  const watch = plan.peers.b.steps.find(({ id }) => id === 'watch');
  if (session === undefined || watch === undefined) throw new Error('no line, or no step');
  await context.store.open(plan, playbook);
  await context.store.note(plan.captureId, { at: new Date(0).toISOString(), side: 'b', step: 'watch', what: 'intent' });
  for (const line of ['configure terminal', ...watch.lines.slice(0, -2)]) await session.execute(line);
  return session;
}

/** Goes when it is said to be waited for. */
function leaveWhenSaid({ context, told }: Stage, session: Session): CaptureContext {
  return {
    ...context,
    say: ({ text }) => {
      told.push(text);
      if (text.includes('is waited for')) session.close();
    },
  };
}

it('a router is disarmed only when the session that was typing an applet is over, and what it left is taken away', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  const session = await typeHalf(stage, plan, stage.lab.b.username);
  await disarm(leaveWhenSaid(stage, session), plan);
  expect(stage.told.join('\n')).toMatch(/another session of this account is open on branch \(vty \d from 127.0.0.1\)/);
  expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
});

it('a debug whose line waited for its authorization when the session was cut off is taken away behind that session', async () => {
  await using stage = await openStage({ change: QUICK });
  const { lab, context, playbook } = stage;
  const plan = await stage.plan();
  const debug = plan.peers.b.steps.find(({ kind }) => kind === 'debug');
  const session = Session.open(lab.b.router, lab.b.username, { privilege: 15 });
  if (session === undefined || debug === undefined) throw new Error('no line, or no step');
  await context.store.open(plan, playbook);
  await context.store.note(plan.captureId, { at: new Date(0).toISOString(), side: 'b', step: debug.id, what: 'intent' });
  const say: CaptureContext['say'] = ({ text }) => {
    if (!text.includes('is waited for')) return;
    // The server has answered: the router carries the line out, whoever still hears it.
    void session.execute(debug.lines[0] ?? '').then(() => session.close());
  };
  await disarm({ ...context, say }, plan);
  expect(session.isOpen).toBe(false);
  expect(changesOf(lab, 'b')).toEqual(UNTOUCHED);
});

it('nobody else is waited for, nor a session that never ends', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  const other = await typeHalf(stage, plan, 'alice');
  await disarm(stage.context, plan);
  expect(stage.told.join('\n')).not.toContain('is waited for');
  other.close();
  await using stubborn = await openStage({ change: QUICK });
  const second = await stubborn.plan();
  await typeHalf(stubborn, second, stubborn.lab.b.username);
  await disarm(stubborn.context, second);
  expect(stubborn.told.join('\n')).toMatch(/still open on branch: vty \d from 127.0.0.1; .* `flaptrap sweep` finds it/);
});
