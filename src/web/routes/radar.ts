/** The page of the radar: which tunnels flap, how often, since when, which of them deserve a trap, and what nobody knows. */
import type { Hono } from 'hono';
import type { RadarReport } from '../../fleet/radar/report.ts';
import type { RadarEnd, RadarTunnel } from '../../fleet/radar/row.ts';
import type { Asking } from '../gate.ts';
import type { House } from '../house.ts';
import { page } from '../layout.ts';
import { instant, type Markup, markup, when } from '../markup.ts';

const SHOWN_MAX = 200;

export function addRadar(app: Hono<Asking>, { radar }: Pick<House, 'radar'>): void {
  app.get('/radar', async (ask) => {
    const report = await radar?.();
    const body = markup`<h1>Radar</h1>
<div id="radar" data-live>${report === undefined ? NOBODY_LISTENS : view(report)}</div>`;
    return ask.html(page({ title: 'Radar', visitor: ask.get('visitor'), at: '/radar', body, isLive: true }));
  });
}

const NOBODY_LISTENS = markup`<p class="empty">Nobody listens to the routers here: start <code>flaptrap serve</code> with <code>--syslog</code> and <code>--allow</code>.</p>`;

function view({ tunnels, routers, from, until, forgotten }: RadarReport): Markup {
  const shown = tunnels.filter(({ standing }) => standing !== 'quiet');
  const quiet = tunnels.length - shown.length;
  const deaf = routers.filter(({ gaps, silentSinceMs }) => gaps.length > 0 || silentSinceMs !== null).length;
  return markup`<p class="count">${routers.length} routers heard${from === null || until === null ? undefined : markup` from ${instant(from)} to ${instant(until)}`}, without any debug. ${quiet > 0 ? `${quiet} tunnels are quiet.` : ''}</p>
${when(deaf > 0, () => markup`<p class="bad">Of ${deaf} routers messages are missing, or none came for long: what happened then is not known.</p>`)}
${when(forgotten > 0, () => markup`<p class="bad">${forgotten} times there was no room for another router or tunnel.</p>`)}
${shown.length === 0 ? markup`<p class="empty">No tunnel flaps, by what was heard.</p>` : table(shown.slice(0, SHOWN_MAX))}
${when(shown.length > SHOWN_MAX, () => markup`<p class="soft">The first ${SHOWN_MAX} of ${shown.length}; flaptrap radar has all of them.</p>`)}`;
}

function table(tunnels: readonly RadarTunnel[]): Markup {
  return markup`<table class="list"><caption class="away">Tunnels that flap, those that deserve a trap first</caption>
<thead><tr><th scope="col">Tunnel</th><th scope="col" class="number">Flaps</th><th scope="col">Since</th><th scope="col">Last</th><th scope="col">Deserves a trap</th></tr></thead>
<tbody>${tunnels.map(row)}</tbody></table>`;
}

function row({ name, ends, interface: over, flaps, firstAt, lastAt, rank, reason, trap, unheard }: RadarTunnel): Markup {
  const between = over === null ? ends.map(sayEnd).join(' - ') : `${sayEnd(ends[0])} ${over}`;
  return markup`<tr>
<th scope="row">${name ?? between}${when(name !== null, () => markup`<br><span class="soft">${between}</span>`)}</th>
<td class="number" data-name="flaps">${flaps}</td><td data-name="since">${firstAt === null ? '' : instant(firstAt)}</td>
<td data-name="last">${lastAt === null ? '' : instant(lastAt)}</td>
<td data-name="trap"><span>${rank === null ? '' : markup`<b>yes</b>, `}${reason}${when(trap !== null, () => markup`<br><span class="soft">${trap?.playbook}, trigger ${trap?.trigger}</span>`)}${unheard.map((each) => markup`<br><span class="soft">not known: ${each}</span>`)}</span></td></tr>`;
}

function sayEnd({ router, address }: RadarEnd): string {
  // A router of which no name was heard is named by its address.
  return [...new Set([router, address])].filter((each) => each !== null).join(' ') || 'not named';
}
