/** The pages of playbooks: what is in the folder, what is wrong with it, and the plan of one, which is armed when its digest is confirmed. */
import type { Hono } from 'hono';
import { type Diagnostic, hasErrors, printDiagnostics } from '../../diagnostic.ts';
import { FlaptrapError } from '../../errors.ts';
import { type ParsedPlaybook, parsePlaybook } from '../../playbook/parse.ts';
import type { Plan } from '../../playbook/plan.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { draftPlan } from '../../run/draft.ts';
import { type Asking, field } from '../gate.ts';
import type { House } from '../house.ts';
import { hidden, page, trouble, type Visitor } from '../layout.ts';
import { type Markup, markup, when } from '../markup.ts';
import { planView } from '../plan-view.ts';

/** As for a file. */
const PLAYBOOK_CHARACTERS_MAX = 256 * 1024;
const DEFAULT_CAUSE = 'delete-lost';

export function addPlaybooks(app: Hono<Asking>, house: House): void {
  const { desk, engine, feed } = house;
  app.get('/playbooks', async (ask) => ask.html(listPage(ask.get('visitor'), await desk.names(), house)));
  app.get('/playbooks/:name', async (ask) => {
    const name = ask.req.param('name');
    return ask.html(onePage(ask.get('visitor'), name, checked(await desk.read(name), house.now()), house.causes));
  });
  app.post('/check', (ask) => {
    const text = field(ask, 'text');
    if (text.length > PLAYBOOK_CHARACTERS_MAX) throw new FlaptrapError('input', 'a playbook has at most 256 kB');
    const { diagnostics } = checked(parsePlaybook(text.replaceAll('\r\n', '\n'), 'playbook'), house.now());
    return ask.html(
      page({ title: 'Check', visitor: ask.get('visitor'), at: '/playbooks', body: checkPage(ask.get('visitor'), text, diagnostics) }),
    );
  });
  app.post('/playbooks/:name/plan', async (ask) => {
    const name = ask.req.param('name');
    const { plan, diagnostics } = await desk.preview(name);
    return ask.html(planPage(ask.get('visitor'), name, plan, diagnostics));
  });
  app.post('/playbooks/:name/arm', async (ask) => {
    const name = ask.req.param('name');
    const operator = ask.get('visitor').name;
    const { plan, playbook } = await desk.agree(name, requireWhole(field(ask, 'digest')));
    await engine.begin({ plan, playbook, operator, watch: 'kept' });
    feed.touch();
    return ask.redirect(`/captures/${plan.captureId}`, 303);
  });
  app.post('/playbooks/:name/approve', (ask) => {
    const [name, digest] = [ask.req.param('name'), requireWhole(field(ask, 'digest'))];
    house.approvals.give(digest, name, ask.get('visitor').name);
    const body = markup`<h1>Approved</h1><p>A program may arm ${name} with the digest <code>${digest.slice(0, 16)}</code> once, within the next hour, if the plan is still the same.</p>`;
    return ask.html(page({ title: 'Approved', visitor: ask.get('visitor'), at: '/playbooks', body }));
  });
}

/** On the page nobody types it: it is the whole one, or it is not ours. */
function requireWhole(digest: string): string {
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new FlaptrapError('digest', 'this is not the digest of a plan; nothing was done', {
    next: 'show the plan again, and confirm that',
  });
}

/** With what the plan and its applets have wrong. */
function checked({ playbook, diagnostics }: ParsedPlaybook, nowMs: number): ParsedPlaybook {
  return { playbook, diagnostics: [...diagnostics, ...(playbook === undefined ? [] : draftPlan(playbook, nowMs).diagnostics)] };
}

function listPage(visitor: Visitor, names: readonly string[], { rehearsals }: House): Markup {
  const body = markup`<h1>Playbooks</h1>
${names.length === 0 ? markup`<p class="empty">There is none in the folder of this page.</p>` : markup`<ul class="news-list">${names.map((name) => markup`<li><a href="/playbooks/${encodeURIComponent(name)}">${name}</a></li>`)}</ul>`}
${when(
  rehearsals.all.length > 0,
  () =>
    markup`<h2>Rehearsals</h2><ul class="news-list" id="rehearsals" data-live>${rehearsals.all.map(
      ({ id, playbook, cause, outcome }) =>
        markup`<li><a href="/rehearsals/${id}">${playbook}</a>, ${cause}: ${outcome?.text ?? 'under way'}</li>`,
    )}</ul>`,
)}
<h2>Check a text</h2>${checkForm(visitor, '')}`;
  return page({ title: 'Playbooks', visitor, at: '/playbooks', body, isLive: true });
}

function checkForm(visitor: Visitor, text: string): Markup {
  return markup`<form class="check-text" method="post" action="/check">${hidden(visitor)}
<label for="text">A playbook, as YAML; it is checked and forgotten</label>
<textarea id="text" name="text" rows="12" spellcheck="false" required>${text}</textarea>
<p class="actions"><button>Check</button></p></form>`;
}

function checkPage(visitor: Visitor, text: string, diagnostics: readonly Diagnostic[]): Markup {
  return markup`<h1>Check</h1>${findings(diagnostics)}${checkForm(visitor, text)}`;
}

function findings(diagnostics: readonly Diagnostic[]): Markup {
  if (diagnostics.length === 0) return markup`<p class="good">The playbook, its plan and its applets are correct.</p>`;
  const words = hasErrors(diagnostics) ? 'It cannot be used:' : 'It can be used; to be noted:';
  return markup`<p>${words}</p><pre class="said" tabindex="0">${printDiagnostics(diagnostics)}</pre>`;
}

function onePage(visitor: Visitor, name: string, { playbook, diagnostics }: ParsedPlaybook, causes: readonly string[]): Markup {
  const isUsable = playbook !== undefined && !hasErrors(diagnostics);
  const body = markup`<h1>${name}</h1>
${playbook === undefined ? undefined : asks(playbook)}
${findings(diagnostics)}
${when(isUsable && visitor.role === 'operator', () => acts(visitor, name, causes))}
${when(isUsable && visitor.role === 'viewer', () => markup`<p class="soft">An operator may rehearse and arm it.</p>`)}`;
  return page({ title: name, visitor, at: '/playbooks', body });
}

function asks({ description, tunnel, trigger, strategy, debugs }: Playbook): Markup {
  return markup`${description === undefined ? undefined : markup`<p>${description}</p>`}
<p class="soft">${tunnel.a.name} - ${tunnel.b.name}; trigger ${trigger}, strategy ${strategy}, debugs ${debugs.join(', ')}</p>`;
}

function acts(visitor: Visitor, name: string, causes: readonly string[]): Markup {
  const path = `/playbooks/${encodeURIComponent(name)}`;
  const options = causes.map((each) =>
    each === DEFAULT_CAUSE ? markup`<option selected>${each}</option>` : markup`<option>${each}</option>`,
  );
  return markup`<div class="cards">
<section class="card"><h2>Rehearse</h2><p>The whole capture on two simulated routers; no router of yours is contacted.</p>
<form method="post" action="${path}/rehearse">${hidden(visitor)}<label>Cause to simulate <select name="cause">${options}</select></label> <button>Rehearse</button></form></section>
<section class="card"><h2>Arm</h2><p>Both routers are asked first, and nothing is changed: you see the plan, and confirm its digest.</p>
<form method="post" action="${path}/plan">${hidden(visitor)}<button>Show the plan</button></form></section></div>`;
}

function planPage(visitor: Visitor, name: string, plan: Plan, diagnostics: readonly Diagnostic[]): Markup {
  const path = `/playbooks/${encodeURIComponent(name)}`;
  const values = { digest: plan.digest };
  const confirm = markup`<form method="post" action="${path}/arm">${hidden(visitor, values)}
<p class="actions"><button class="grave">Arm by this plan</button> <a class="button" href="${path}">Change nothing</a></p></form>
<form method="post" action="${path}/approve">${hidden(visitor, values)}<p class="soft">Or let a program that asks through <code>flaptrap mcp</code> arm it: <button class="link">approve this digest for an hour</button></p></form>`;
  const body = markup`<h1>The plan of ${name}</h1>
${planView(plan)}
${when(diagnostics.length > 0, () => findings(diagnostics))}
${hasErrors(diagnostics) ? trouble('The applets have errors: this plan cannot be armed.') : confirm}`;
  return page({ title: `Plan of ${name}`, visitor, at: '/playbooks', body });
}
