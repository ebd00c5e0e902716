/** The pages of incidents list what came home, and tell of what comes while a page is open. */
import type { Hono } from 'hono';
import { type SSEMessage, streamSSE } from 'hono/streaming';
import { KEPT_MAX } from '../feed.ts';
import type { Asking } from '../gate.ts';
import { type House, type Incident, incidentsOf } from '../house.ts';
import { page } from '../layout.ts';
import { instant, type Markup, markup } from '../markup.ts';

const SHOWN_MAX = 200;
/** Of one client: a person has so many windows. */
const FOLLOWERS_MAX = 8;
const FOLLOWERS_OF_ALL_MAX = 400;
/** A proxy cuts what is silent for a minute. */
const PULSE_MS = 25_000;
/** What a slow reader has not taken is bounded: he is sent away, and comes back for what he missed, of which all that is kept is unread at once. */
const UNREAD_MAX = KEPT_MAX + 100;

export function addIncidents(app: Hono<Asking>, house: House): void {
  app.get('/incidents', async (ask) => {
    const all = incidentsOf(await house.engine.captures());
    const body = markup`<h1>Incidents</h1>
<div id="incidents" data-live>${all.length === 0 ? markup`<p class="empty">None yet. They come here as they are judged.</p>` : list(all.slice(0, SHOWN_MAX))}
${all.length > SHOWN_MAX ? markup`<p class="soft">The newest ${SHOWN_MAX} of ${all.length}.</p>` : undefined}</div>`;
    return ask.html(page({ title: 'Incidents', visitor: ask.get('visitor'), at: '/incidents', body, isLive: true }));
  });
  addEvents(app, house);
}

function list(incidents: readonly Incident[]): Markup {
  const rows = incidents.map(
    ({ tunnel, at, sentence, link, captureId }) =>
      markup`<li><span class="soft">${instant(at)}</span> <b>${tunnel}</b><br><a href="${link}">${sentence}</a> <span class="soft">capture <a href="/captures/${captureId}">${captureId}</a></span></li>`,
  );
  return markup`<ol class="news-list">${rows}</ol>`;
}

function addEvents(app: Hono<Asking>, { feed }: House): void {
  const followers = new Map<string, number>();
  app.get('/events', (ask) => {
    const client = `${ask.get('client')} ${ask.get('visitor').name}`;
    const mine = followers.get(client) ?? 0;
    if (mine >= FOLLOWERS_MAX || feed.listening >= FOLLOWERS_OF_ALL_MAX)
      return ask.text('too many pages follow from here\n', 429, { 'Retry-After': '60' });
    ask.header('X-Accel-Buffering', 'no');
    // Of a head nobody reads on, and nobody would end it.
    if (ask.req.method === 'HEAD') return ask.body(null, 200, { 'Content-Type': 'text/event-stream' });
    followers.set(client, mine + 1);
    return streamSSE(ask, async (stream) => {
      const unread: SSEMessage[] = [];
      let wake = (): void => undefined;
      const end = feed.follow(ask.req.header('last-event-id'), (event) => {
        // What was written last may never be taken: then nothing but the end of the connection ends the waiting for it.
        if (unread.push(event) > UNREAD_MAX) ask.env.incoming.socket.destroy?.();
        wake();
      });
      // Behind what was missed: were it first, a connection that breaks in between would come back as one that has heard it all.
      unread.push({ id: feed.here, event: 'here', data: '{}', retry: 3000 });
      stream.onAbort(() => wake());
      try {
        while (!stream.aborted && !stream.closed && unread.length <= UNREAD_MAX) {
          const event = unread.shift();
          if (event !== undefined) await stream.writeSSE(event);
          else if ((await wokenOr(PULSE_MS, (go) => (wake = go))) === 'late') await stream.write(': still here\n\n');
        }
      } finally {
        end();
        const left = (followers.get(client) ?? 1) - 1;
        if (left > 0) followers.set(client, left);
        else followers.delete(client);
      }
    });
  });
}

function wokenOr(ms: number, give: (go: () => void) => void): Promise<'woken' | 'late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), ms);
    give(() => {
      clearTimeout(timer);
      resolve('woken');
    });
  });
}
