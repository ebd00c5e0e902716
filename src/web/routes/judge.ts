/** The pages of judging take a bundle or the logs of both routers from a browser, and give the verdict. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { FlaptrapError } from '../../errors.ts';
import type { Ask, Asking } from '../gate.ts';
import type { House } from '../house.ts';
import { hidden, page } from '../layout.ts';
import { instant, type Markup, markup, when } from '../markup.ts';
import { type JudgedUpload, Uploads } from '../uploads.ts';
import { sendReport } from './reports.ts';

export function addJudge(app: Hono<Asking>, house: House): void {
  const uploads = new Uploads(house.uploads, house.judge);
  app.get('/judge', (ask) => ask.html(handIn(ask, uploads.of(ask.get('visitor').name))));
  app.post('/judge', async (ask) => {
    const sent = ask.get('form')['bundle'];
    const files = (Array.isArray(sent) ? sent : [sent]).filter((each): each is File => each instanceof File);
    const id = randomBytes(8).toString('hex');
    const judged = await uploads.take(files, { id, owner: ask.get('visitor').name, at: new Date(house.now()).toISOString() });
    return ask.redirect(`/judge/${judged.id}`, 303);
  });
  app.get('/judge/:id', (ask) => {
    const judged = required(uploads, ask, ask.req.param('id'));
    return ask.html(page({ title: judged.name, visitor: ask.get('visitor'), at: '/judge', body: verdict(judged) }));
  });
  app.get('/judge/:id/report', (ask) => sendReport(ask, required(uploads, ask, ask.req.param('id')).report));
}

function required(uploads: Uploads, ask: Ask, id: string): JudgedUpload {
  const judged = uploads.find(id, ask.get('visitor').name);
  if (judged !== undefined) return judged;
  throw new FlaptrapError('input', 'this is no longer kept here', { next: 'hand it in again' });
}

function handIn(ask: Ask, before: readonly JudgedUpload[]): Markup {
  const visitor = ask.get('visitor');
  const body = markup`<h1>Judge a bundle</h1>
<p>An archive (.tar, .tar.gz, .zip) of what both routers gave, or their logs as files. It is judged on this machine, and not kept.</p>
<form class="zone" method="post" action="/judge" enctype="multipart/form-data">${hidden(visitor)}
<label>Files <input type="file" name="bundle" multiple required></label>
<button>Judge</button></form>
${when(
  before.length > 0,
  () =>
    markup`<h2>Judged before</h2><ol class="news-list">${before.map(
      ({ id, name, at, sentence }) =>
        markup`<li><span class="soft">${instant(at)}</span> <b>${name}</b><br><a href="/judge/${id}">${sentence}</a></li>`,
    )}</ol>`,
)}`;
  return page({ title: 'Judge', visitor, at: '/judge', body });
}

function verdict({ id, name, tunnel, sentence, incidents, odd }: JudgedUpload): Markup {
  const rows = incidents.map(
    ({ spi, receiver, firstAt, cause, confidence, summary }) =>
      markup`<li><code>${spi}</code> at ${receiver}${firstAt === null ? undefined : markup`, ${instant(firstAt)}`}: <code class="cause">${cause}</code> <span class="soft">${cause === 'unknown' ? '' : confidence}</span><br>${summary}</li>`,
  );
  return markup`<h1>${sentence}</h1>
<p class="soft">${tunnel}, from ${name}</p>
<p class="actions"><a class="button" href="/judge/${id}/report">Open the report</a> <a class="button" href="/judge">Judge another</a></p>
${when(rows.length > 0, () => markup`<h2>Incidents</h2><ol class="news-list">${rows}</ol>`)}
${when(odd !== '', () => markup`<h2>Odd about the files</h2><pre class="said" tabindex="0">${odd}</pre>`)}`;
}
