/** The page of tunnels lists all captures: which wait, how their traps stand, and which are in need. */
import type { Hono } from 'hono';
import type { CaptureState } from '../../engine/engine.ts';
import { SIDES } from '../../ipsec/side.ts';
import type { Ask, Asking } from '../gate.ts';
import { type House, tunnelOf } from '../house.ts';
import { page } from '../layout.ts';
import { type Markup, markup, when } from '../markup.ts';
import { leaseOf, phaseOf, standingOf } from '../standing.ts';

const PER_PAGE = 100;

export function addTunnels(app: Hono<Asking>, house: House): void {
  app.get('/', async (ask) => ask.html(listPage(ask, await house.engine.captures(), house.now())));
}

function listPage(ask: Ask, states: readonly CaptureState[], nowMs: number): Markup {
  const asked = ask.req.query('q') ?? '';
  const showsEnded = ask.req.query('ended') === 'yes';
  const chosen = states.filter((state) => (showsEnded || state.phase !== 'ended') && isAbout(state, asked)).sort(byNeed);
  const from = Math.max(0, Number.parseInt(ask.req.query('from') ?? '0', 10) || 0);
  const shown = chosen.slice(from, from + PER_PAGE);
  const waiting = states.filter(({ phase }) => phase === 'waiting').length;
  const troubled = states.filter(({ trouble }) => trouble !== null).length;
  const body = markup`<h1>Tunnels</h1>
<form class="find" method="get" action="/" role="search">
<label>Tunnel, router or capture <input type="search" name="q" value="${asked}"></label>
<label><input type="checkbox" name="ended" value="yes"${showsEnded ? markup` checked` : undefined}> ended ones too</label>
<button>Find</button></form>
<div id="captures" data-live>
<p class="count">${waiting} waiting, ${states.filter(({ phase }) => phase !== 'ended').length - waiting} at work${troubled > 0 ? `, ${troubled} in trouble` : ''}.</p>
${shown.length === 0 ? nothing(asked, states.length) : table(shown, nowMs)}
${pager(chosen.length, from, asked, showsEnded)}
</div>`;
  return page({ title: 'Tunnels', visitor: ask.get('visitor'), at: '/', body, isLive: true });
}

/** An empty list says why it is empty, and what is there instead. */
function nothing(asked: string, all: number): Markup {
  if (asked !== '') return markup`<p class="empty">Nothing here is called so: ${asked}. <a href="/">Show all that is armed</a>.</p>`;
  const ended = all === 1 ? 'one capture that has ended' : `${all} captures that have ended`;
  return markup`<p class="empty">No tunnel is armed. <a href="/playbooks">Choose a playbook</a>, rehearse it, and arm it.${when(all > 0, () => markup` Or <a href="/?ended=yes">look at ${ended}</a>.`)}</p>`;
}

function isAbout({ captureId, playbook, peers }: CaptureState, asked: string): boolean {
  const words = [captureId, playbook, peers.a.name, peers.a.address, peers.b.name, peers.b.address].join(' ').toLowerCase();
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** Trouble first, then what is at work, then what waits; the lease that ends first before the others. */
function byNeed(one: CaptureState, two: CaptureState): number {
  const rank = ({ trouble, phase }: CaptureState): number => (trouble !== null ? 0 : phase === 'ended' ? 3 : phase === 'waiting' ? 2 : 1);
  return rank(one) - rank(two) || (one.leaseEndsAt < two.leaseEndsAt ? -1 : 1);
}

function table(states: readonly CaptureState[], nowMs: number): Markup {
  const rows = states.map((state) => {
    const [last] = state.bundles.slice(-1);
    return markup`<tr>
<th scope="row"><a href="/captures/${state.captureId}">${tunnelOf(state)}</a><br><span class="soft">${state.playbook}</span></th>
<td data-name="state">${phaseOf(state)}</td>
<td data-name="routers">${SIDES.map((side) => standingOf(state, side))}</td>
<td data-name="lease ends">${leaseOf(state, nowMs)}</td>
<td data-name="last incident">${last === undefined ? markup`<span class="soft">${state.phase === 'ended' ? 'none' : 'none yet'}</span>` : markup`<a href="/captures/${state.captureId}/reports/${state.bundles.length}">${last.sentence}</a>`}</td>
</tr>`;
  });
  return markup`<table class="list"><caption class="away">Captures, those in need first</caption>
<thead><tr><th scope="col">Tunnel</th><th scope="col">State</th><th scope="col">Routers</th><th scope="col">Lease ends</th><th scope="col">Last incident</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function pager(count: number, from: number, asked: string, showsEnded: boolean): Markup | undefined {
  if (count <= PER_PAGE) return undefined;
  const link = (to: number, name: string): Markup => {
    const query = new URLSearchParams({ q: asked, from: String(to), ...(showsEnded ? { ended: 'yes' } : {}) });
    return markup`<a href="/?${query.toString()}">${name}</a>`;
  };
  return markup`<p class="pager">${from + 1} to ${Math.min(count, from + PER_PAGE)} of ${count}
${when(from > 0, () => link(Math.max(0, from - PER_PAGE), 'before'))} ${when(from + PER_PAGE < count, () => link(from + PER_PAGE, 'after'))}</p>`;
}
