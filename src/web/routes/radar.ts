/** The page of the radar: which tunnels flap, how often, since when, and which of them deserve a trap. */
import type { Hono } from 'hono';
import type { Asking } from '../gate.ts';
import type { House, RadarRow } from '../house.ts';
import { page } from '../layout.ts';
import { instant, type Markup, markup } from '../markup.ts';

const SHOWN_MAX = 200;

export function addRadar(app: Hono<Asking>, { radar }: House): void {
  app.get('/radar', async (ask) => {
    const view = await radar?.();
    const body = markup`<h1>Radar</h1>
<div id="radar" data-live>${
      view === undefined
        ? markup`<p class="empty">Nobody listens to the routers here: start <code>flaptrap serve</code> with <code>--syslog</code>.</p>`
        : markup`<p class="count">${view.said}</p>${view.rows.length === 0 ? markup`<p class="empty">No tunnel flaps.</p>` : table(view.rows.slice(0, SHOWN_MAX))}`
    }</div>`;
    return ask.html(page({ title: 'Radar', visitor: ask.get('visitor'), at: '/radar', body, isLive: true }));
  });
}

function table(rows: readonly RadarRow[]): Markup {
  const lines = rows.map(
    ({ tunnel, flaps, since, lastAt, deserves, why }) => markup`<tr>
<th scope="row">${tunnel}</th><td class="number" data-name="flaps">${flaps}</td><td data-name="since">${instant(since)}</td>
<td data-name="last">${instant(lastAt)}</td><td data-name="trap">${deserves ? markup`<b>yes</b>` : 'no'}: ${why}</td></tr>`,
  );
  return markup`<table class="list"><caption class="away">Tunnels that flap, the worst first</caption>
<thead><tr><th scope="col">Tunnel</th><th scope="col" class="number">Flaps</th><th scope="col">Since</th><th scope="col">Last</th><th scope="col">Deserves a trap</th></tr></thead>
<tbody>${lines}</tbody></table>`;
}
