/** The page of one capture: how both routers stand, what came home, and what a person may do to it. */
import type { Hono } from 'hono';
import type { CaptureState } from '../../engine/engine.ts';
import { SIDES } from '../../ipsec/side.ts';
import type { RouterView, WaitingView } from '../../run/waiting.ts';
import { requireCapture, SPANS } from '../deeds.ts';
import type { Asking } from '../gate.ts';
import { type House, tunnelOf } from '../house.ts';
import { page, type Visitor } from '../layout.ts';
import { instant, type Markup, markup, when } from '../markup.ts';
import { leaseOf, phaseOf, saidOf } from '../standing.ts';

export function addCaptures(app: Hono<Asking>, house: House): void {
  app.get('/captures/:id', async (ask) => {
    const state = requireCapture(await house.engine.captures(), ask.req.param('id'));
    return ask.html(onePage(ask.get('visitor'), state, house));
  });
}

function onePage(visitor: Visitor, state: CaptureState, house: House): Markup {
  const { captureId } = state;
  const mayAct = visitor.role === 'operator' && state.phase !== 'ended';
  const body = markup`<div class="top"><h1>${tunnelOf(state)}</h1>
<p class="soft">capture <code>${captureId}</code>, playbook ${state.playbook}, armed by ${state.operator}</p>
<div id="acts" data-live>${when(mayAct, () => acts(state))}</div></div>
<div id="capture" data-live>
<dl class="facts-of">
<div><dt>State</dt><dd>${phaseOf(state)}</dd></div>
<div><dt>Lease ends</dt><dd>${leaseOf(state, house.now())}</dd></div>
<div><dt>Armed</dt><dd>${state.armedAt === null ? 'not yet' : instant(state.armedAt)}</dd></div>
<div><dt>Captures left</dt><dd>${state.capturesLeft}</dd></div>
<div><dt>Worker</dt><dd>${state.worker ?? 'none holds it'}</dd></div>
</dl>
<h2>Routers</h2>
${routers(state, state.phase === 'waiting' ? house.watched.view(captureId) : undefined)}
<h2>Reports</h2>
${bundles(state)}
${said(house.watched.lines(captureId))}
</div>`;
  return page({ title: tunnelOf(state), visitor, at: '/', body, isLive: true });
}

function acts({ captureId, phase: at }: CaptureState): Markup {
  const spans = Object.keys(SPANS).map((each) =>
    each === '1d'
      ? markup`<option value="${each}" selected>${inWords(each)} from now</option>`
      : markup`<option value="${each}">${inWords(each)} from now</option>`,
  );
  return markup`<div class="actions">
<form method="get" action="/captures/${captureId}/extend"><label>Lease until <select name="for">${spans}</select></label> <button>Change the lease</button></form>
${when(at === 'waiting', () => markup`<a class="button" href="/captures/${captureId}/freeze">Freeze now</a>`)}
<a class="button" href="/captures/${captureId}/stop">Stop and disarm</a></div>`;
}

/** `3d` as a person says it. */
function inWords(span: string): string {
  const [count, unit] = [Number.parseInt(span, 10), span.endsWith('d') ? 'day' : 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function routers(state: CaptureState, view: WaitingView | undefined): Markup {
  const cards = SIDES.map((side) => {
    const { name, address, isOurs } = state.peers[side];
    const seen = view?.routers.find((each) => each.side === side);
    return markup`<section class="card" aria-label="${name}"><h3>${name} <span class="soft">${address}</span></h3>
${isOurs ? markup`<p>${seen?.said ?? saidOf(state, side)}</p>${seen === undefined ? undefined : gauges(seen)}` : markup`<p class="soft">It is not ours: nothing is done there.</p>`}</section>`;
  });
  return markup`<div class="cards">${cards}</div>`;
}

function gauges({ lookedAt, lastMessage, buffer, cpuPercent }: RouterView): Markup {
  return markup`<dl class="facts-of small">
<div><dt>Looked at</dt><dd>${lookedAt === null ? 'not yet' : instant(lookedAt)}</dd></div>
<div><dt>CPU</dt><dd>${cpuPercent === null ? 'not known' : `${cpuPercent} %`}</dd></div>
<div><dt>Log buffer</dt><dd>${buffer.filledPercent === null ? `${Math.round(buffer.bytes / 1024)} kB` : `${buffer.filledPercent} % of ${Math.round(buffer.bytes / 1024)} kB`}</dd></div>
${when(lastMessage !== null, () => markup`<div class="wide"><dt>Last message</dt><dd><code>${lastMessage?.text ?? ''}</code></dd></div>`)}</dl>`;
}

function bundles({ captureId, bundles: home, phase }: CaptureState): Markup {
  if (home.length === 0) return markup`<p class="empty">None yet${phase === 'waiting' ? ': it waits for the trigger' : ''}.</p>`;
  const rows = home.map(
    ({ at, sentence, incidents }, index) =>
      markup`<li><a href="/captures/${captureId}/reports/${index + 1}">${sentence}</a> <span class="soft">${instant(at)}, ${incidents} ${incidents === 1 ? 'incident' : 'incidents'}</span></li>`,
  );
  return markup`<ol class="news-list" reversed>${rows.reverse()}</ol>`;
}

function said(lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return markup`<h2>What was said</h2><pre class="said" tabindex="0">${lines.join('\n')}</pre>`;
}
