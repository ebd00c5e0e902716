/** The pages of deeds show what stopping, freezing or another lease would do, and do it when exactly that is confirmed. */
import type { Context, Hono } from 'hono';
import type { CaptureState } from '../../engine/engine.ts';
import { type Act, type Deed, deedOf, leaseDeed, requireCapture, requireDeed } from '../deeds.ts';
import { type Asking, field } from '../gate.ts';
import { type House, tunnelOf } from '../house.ts';
import { hidden, page, type Visitor } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';

const PATH = '/captures/:id/:act{stop|freeze|extend}';

export function addDeeds(app: Hono<Asking>, house: House): void {
  app.get(PATH, async (ask) => {
    const { state, act } = await askedFor(ask, house);
    const deed = deedOf(act, state, ask.req.query('for') ?? '', house.now());
    return ask.html(deedPage(ask.get('visitor'), deed, state));
  });
  app.post(PATH, async (ask) => {
    const { state, act } = await askedFor(ask, house);
    // The time was chosen when the deed was shown, and is a part of what was agreed to.
    const until = field(ask, 'until');
    const deed = act === 'extend' ? leaseDeed(state, until, house.now()) : deedOf(act, state, '', house.now());
    requireDeed(deed, field(ask, 'digest'));
    await carryOut(deed, house, ask.get('visitor').name);
    house.feed.touch();
    return ask.redirect(`/captures/${state.captureId}`, 303);
  });
}

async function askedFor(ask: Context<Asking, typeof PATH>, { engine }: House): Promise<{ state: CaptureState; act: Act }> {
  return { state: requireCapture(await engine.captures(), ask.req.param('id')), act: ask.req.param('act') as Act };
}

async function carryOut({ act, captureId, until }: Deed, { engine, now }: House, by: string): Promise<void> {
  if (act === 'stop') await engine.stop(captureId, by);
  else if (act === 'freeze') await engine.spring(captureId, { by: 'hand', at: new Date(now()).toISOString() });
  else if (until !== undefined) await engine.setLease(captureId, until, by);
}

function deedPage(visitor: Visitor, { act, captureId, title, says, digest, until }: Deed, state: CaptureState): Markup {
  const values = until === undefined ? { digest } : { digest, until };
  const body = markup`<h1>${title}</h1>
<p class="soft">${tunnelOf(state)}</p>
<ol class="deed">${says.map((each) => markup`<li>${each}</li>`)}</ol>
${
  visitor.role === 'operator'
    ? markup`<form method="post" action="/captures/${captureId}/${act}">${hidden(visitor, values)}
<p class="soft">Digest <code>${digest.slice(0, 16)}</code>: it is done only if all this still holds.</p>
<p class="actions"><button class="grave">${title}</button> <a class="button" href="/captures/${captureId}">Leave it as it is</a></p></form>`
    : markup`<p>Only an operator may do this.</p>`
}`;
  return page({ title, visitor, at: '/', body });
}
