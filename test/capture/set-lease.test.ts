/** A lease is set on both routers or on neither, and a session that is lost in between costs no trap. */
import { describe, expect, it } from 'vitest';
import { printApplet } from '../../src/applet/print.ts';
import { arm } from '../../src/capture/arm.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { setLease } from '../../src/capture/set-lease.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { changesOf, lookAt, openStage, type Stage, UNTOUCHED } from './stage.ts';

const TWO_HOURS_MS = 7_200_000;
const later = ({ leaseEndsAt }: Plan): string => new Date(Date.parse(leaseEndsAt) + TWO_HOURS_MS).toISOString();

async function armed(stage: Stage): Promise<Plan> {
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  return plan;
}

/** The line reaches the router, and is the last one of its session. */
function losesSessionAt(context: CaptureContext, side: Side, line: RegExp): CaptureContext {
  let isLost = false;
  return {
    ...context,
    connect: async (at) => {
      const cli = await context.connect(at);
      const configure = cli.configure.bind(cli);
      cli.configure = async (lines) => {
        const answers = await configure(lines);
        if (at !== side || isLost || !lines.some((each) => line.test(each))) return answers;
        isLost = true;
        await cli.close();
        return cli.exec('show clock').then(() => answers);
      };
      return cli;
    },
  };
}

function leasesOn({ lab }: Stage, side: Side): string[] {
  const text = lab[side].router.eem.applets.map(printApplet).join('\n');
  return [...new Set([...text.matchAll(/^ description flaptrap .* lease (\S+)/gm)].map(([, lease = '']) => lease))];
}

describe('an armed capture', () => {
  it('has its lease longer on both routers, and its trap waits on', async () => {
    await using stage = await openStage();
    const plan = await armed(stage);
    const wanted = await setLease(stage.context, plan, later(plan));
    for (const side of ['a', 'b'] as const) {
      expect(leasesOn(stage, side)).toEqual([later(plan)]);
      expect(await lookAt(stage.context, wanted, side)).toMatchObject({ stage: 'armed', missing: [] });
    }
    await disarm(stage.context, wanted);
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it.each(['LEASE', 'GUARD', 'REC', 'CALL', 'WATCH'])(
    'whose session is lost just when its %s was taken away has its old lease again on both, and waits on',
    async (role) => {
      await using stage = await openStage();
      const plan = await armed(stage);
      const context = losesSessionAt(stage.context, 'b', new RegExp(`^no event manager applet \\S+-${role}$`));
      await expect(setLease(context, plan, later(plan))).rejects.toMatchObject({ code: 'session-lost' });
      for (const side of ['a', 'b'] as const) {
        expect(leasesOn(stage, side)).toEqual([plan.leaseEndsAt]);
        expect(await lookAt(stage.context, plan, side)).toMatchObject({ stage: 'armed', missing: [] });
      }
    },
  );

  it('that nobody puts back, since the process is gone too, is a trap that somebody has removed, and none that has sprung', async () => {
    await using stage = await openStage();
    const plan = await armed(stage);
    const context = losesSessionAt(stage.context, 'b', /^no event manager applet \S+-REC$/);
    const killed = {
      ...context,
      connect: (side: Side) => (stage.told.some((text) => text.includes('setting both')) ? never() : context.connect(side)),
    };
    await expect(setLease(killed, plan, later(plan))).rejects.toMatchObject({ code: 'session-lost' });
    expect((await lookAt(stage.context, plan, 'b')).stage).toBe('gone');
  });
});

async function never(): Promise<never> {
  throw new Error('the process is gone');
}
