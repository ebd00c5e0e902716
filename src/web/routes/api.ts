/** The pages for an assistant, as JSON: what it may read, and arming by a plan that a person has approved. */
import type { Hono } from 'hono';
import type { CaptureState } from '../../engine/engine.ts';
import { FlaptrapError, printError } from '../../errors.ts';
import { type Asking, field } from '../gate.ts';
import type { House } from '../house.ts';

export function addApi(app: Hono<Asking>, { engine, radar, approvals, desk, feed }: House): void {
  app.get('/api/captures', async (ask) => {
    const states = await engine.captures();
    return ask.json({ captures: states.map(toldOf) });
  });
  app.get('/api/radar', async (ask) =>
    radar === undefined ? ask.text('nobody listens to the routers here\n', 404) : ask.json(await radar()),
  );
  app.post('/api/arm', async (ask) => {
    const [playbook, digest, { name }] = [field(ask, 'playbook'), field(ask, 'digest'), ask.get('visitor')];
    try {
      const approval = approvals.take(digest, playbook);
      if (approval === undefined) throw notApproved(playbook);
      const agreed = await desk.agree(playbook, digest);
      await engine.begin({ ...agreed, operator: `${approval.by}, through ${name}`, watch: 'kept' });
      feed.touch();
      return ask.json({ captureId: agreed.plan.captureId, leaseEndsAt: agreed.plan.leaseEndsAt });
    } catch (error) {
      if (error instanceof FlaptrapError) return ask.text(`${printError(error)}\n`, 409);
      throw error;
    }
  });
}

/** Where bundles lie on this machine is nobody's business. */
function toldOf({ outcome, bundles, ...state }: CaptureState): object {
  return {
    ...state,
    outcome: outcome?.ending ?? null,
    bundles: bundles.map(({ at, incidents, sentence }) => ({ at, incidents, sentence })),
  };
}

function notApproved(playbook: string): FlaptrapError {
  return new FlaptrapError('digest', 'nobody has approved this plan within the last hour; nothing was done', {
    next: `a person opens ${playbook} on the page, reads its plan and approves its digest; or types flaptrap plan ${playbook} --approve`,
  });
}
