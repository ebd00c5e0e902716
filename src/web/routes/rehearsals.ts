/** The pages of rehearsals: one is begun, watched while it goes on, and stopped. */
import type { Hono } from 'hono';
import { FlaptrapError } from '../../errors.ts';
import { type Asking, field } from '../gate.ts';
import type { House } from '../house.ts';
import { hidden, page, type Visitor } from '../layout.ts';
import { instant, type Markup, markup, when } from '../markup.ts';
import type { Rehearsal } from '../rehearsals.ts';

export function addRehearsals(app: Hono<Asking>, { desk, rehearsals, causes }: House): void {
  app.post('/playbooks/:name/rehearse', async (ask) => {
    const name = ask.req.param('name');
    const cause = field(ask, 'cause');
    if (!causes.includes(cause)) throw new FlaptrapError('input', 'the lab cannot inject this cause', { next: 'choose one of the list' });
    const { playbook, diagnostics } = await desk.read(name);
    if (playbook === undefined) throw new FlaptrapError('input', `${name} has mistakes`, { diagnostics });
    const { id } = rehearsals.begin({ playbook, cause, by: ask.get('visitor').name });
    return ask.redirect(`/rehearsals/${id}`, 303);
  });
  app.get('/rehearsals/:id', (ask) => {
    const found = required(rehearsals.find(ask.req.param('id')));
    return ask.html(
      page({ title: 'Rehearsal', visitor: ask.get('visitor'), at: '/playbooks', body: view(ask.get('visitor'), found), isLive: true }),
    );
  });
  app.post('/rehearsals/:id/stop', (ask) => {
    const { id, outcome } = required(rehearsals.find(ask.req.param('id')));
    if (outcome === undefined) rehearsals.stop();
    return ask.redirect(`/rehearsals/${id}`, 303);
  });
}

function required(rehearsal: Rehearsal | undefined): Rehearsal {
  if (rehearsal !== undefined) return rehearsal;
  throw new FlaptrapError('input', 'this rehearsal is no longer kept here', { next: 'rehearse it again' });
}

function view(visitor: Visitor, { id, playbook, cause, by, startedAt, lines, waiting, sentence, folder, outcome }: Rehearsal): Markup {
  return markup`<h1>Rehearsal of ${playbook}</h1>
<p class="soft">${cause}, begun ${instant(startedAt)} by ${by}</p>
<div id="rehearsal" data-live>
<p class="${outcome === undefined ? 'soft' : outcome.isGood ? 'good' : 'bad'}">${outcome?.text ?? 'Under way, on two simulated routers.'}</p>
${sentence === undefined ? undefined : markup`<p class="lead">${folder === undefined ? sentence : markup`<a href="/rehearsals/${id}/report">${sentence}</a>`}</p>`}
${waiting === undefined || waiting.isOver ? undefined : markup`<ul class="plain">${waiting.routers.map(({ name, said }) => markup`<li><b>${name}</b> ${said}</li>`)}</ul>`}
${when(outcome === undefined && visitor.role === 'operator', () => markup`<form method="post" action="/rehearsals/${id}/stop">${hidden(visitor)}<p class="actions"><button>Stop it</button></p></form>`)}
<h2>What was said</h2><pre class="said" tabindex="0" aria-label="what was said">${lines.join('\n')}</pre>
</div>`;
}
