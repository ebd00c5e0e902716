/** The report of a bundle is served as the one file that it is, shut off from the page: it runs its own script, and reaches nothing of ours. */
import type { Hono } from 'hono';
import { FlaptrapError } from '../../errors.ts';
import { requireCapture } from '../deeds.ts';
import type { Ask, Asking } from '../gate.ts';
import type { House } from '../house.ts';

/** The report brings the hashes of its script and style in its own law; ours is cut off from everything else. */
const SHUT_OFF = 'sandbox allow-scripts allow-downloads allow-modals';
const OWN_LAW = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/;

export function addReports(app: Hono<Asking>, house: House): void {
  app.get('/captures/:id/reports/:number{[0-9]{1,4}}', async (ask) => {
    const state = requireCapture(await house.engine.captures(), ask.req.param('id'));
    // The folder is what the engine remembers, never what was asked for.
    const bundle = state.bundles[Number(ask.req.param('number')) - 1];
    if (bundle === undefined) throw new FlaptrapError('input', 'this capture has no such bundle', { next: 'choose one of its page' });
    return sendReport(ask, (await house.judge([bundle.folder])).report);
  });
  app.get('/rehearsals/:id/report', async (ask) => {
    const folder = house.rehearsals.find(ask.req.param('id'))?.folder;
    if (folder === undefined) throw new FlaptrapError('input', 'this rehearsal has no bundle here', { next: 'rehearse it again' });
    return sendReport(ask, (await house.judge([folder])).report);
  });
}

/** A report is of a router's own text: no page of ours is within its reach, whatever it holds. */
export function sendReport(ask: Ask, report: string): Response {
  const law = OWN_LAW.exec(report.slice(0, 4096))?.[1] ?? "default-src 'none'";
  return ask.html(report, 200, { 'Content-Security-Policy': `${law}; frame-ancestors 'none'; ${SHUT_OFF}` });
}
