/** The pages for machines: whether the program lives, whether it is ready to work, and its figures. */
import type { Hono } from 'hono';
import type { Asking } from '../gate.ts';
import type { House } from '../house.ts';

export function addHealth(app: Hono<Asking>, { unready, metrics }: Pick<House, 'unready' | 'metrics'>): void {
  app.get('/health/live', (ask) => ask.json({ status: 'live' }));
  // Why not is for those who have come in: the open answer says that it is not, and no more.
  app.get('/health/ready', async (ask) => {
    const why = await unready();
    if (why === undefined) return ask.json({ status: 'ready' });
    const isKnown = ask.get('visitor') !== undefined;
    return ask.json(isKnown ? { status: 'not ready', why } : { status: 'not ready' }, 503);
  });
  app.get('/metrics', async (ask) => {
    if (metrics === undefined) return ask.text('there are no figures here\n', 404);
    const { type, text } = await metrics();
    return ask.body(text, 200, { 'Content-Type': type });
  });
}
