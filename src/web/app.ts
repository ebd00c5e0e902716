/** The page's application puts the gate before all route groups, and says in one place what went wrong. */
import { Hono } from 'hono';
import { type ErrorCode, FlaptrapError, printError } from '../errors.ts';
import type { GateChoices } from './gate.ts';
import { type Ask, type Asking, setGate } from './gate.ts';
import type { House } from './house.ts';
import { page, trouble } from './layout.ts';
import { markup } from './markup.ts';
import type { SignIn } from './oidc.ts';
import { addApi } from './routes/api.ts';
import { addAssets } from './routes/assets.ts';
import { addCaptures } from './routes/captures.ts';
import { addDeeds } from './routes/deeds.ts';
import { addEntrance, doorPage } from './routes/entrance.ts';
import { addHealth } from './routes/health.ts';
import { addIncidents } from './routes/incidents.ts';
import { addJudge } from './routes/judge.ts';
import { addPlaybooks } from './routes/playbooks.ts';
import { addRadar } from './routes/radar.ts';
import { addRehearsals } from './routes/rehearsals.ts';
import { addReports } from './routes/reports.ts';
import { addTunnels } from './routes/tunnels.ts';

export interface AppChoices extends Omit<GateChoices, 'door'> {
  oidc?: SignIn | undefined;
  /** Hears of what was not foreseen, and of nothing else. */
  fault?: ((error: unknown) => void) | undefined;
}

export function makeApp(house: House, choices: AppChoices): Hono<Asking> {
  const app = new Hono<Asking>();
  setGate(app, { ...choices, door: (ask) => ask.html(doorPage(choices.oidc), 401) });
  addApi(app, house);
  addAssets(app);
  addHealth(app, house);
  addEntrance(app, choices);
  addTunnels(app, house);
  addCaptures(app, house);
  addDeeds(app, house);
  addReports(app, house);
  addIncidents(app, house);
  addRadar(app, house);
  addPlaybooks(app, house);
  addRehearsals(app, house);
  addJudge(app, house);
  app.notFound((ask) => ask.html(wrongPage(ask, 'Not here', 'There is no such page.'), 404));
  app.onError((error, ask) => {
    if (error instanceof FlaptrapError) return ask.html(wrongPage(ask, 'That did not work', printError(error)), STATUS[error.code] ?? 502);
    choices.fault?.(error);
    // What it was is for the log of this machine.
    return ask.html(wrongPage(ask, 'A fault of flaptrap', 'Something that nobody foresaw; the log of `flaptrap serve` has it.'), 500);
  });
  return app;
}

/** All others are a router's. */
const STATUS: Partial<Record<ErrorCode, 400 | 409 | 500>> = { input: 400, digest: 409, preflight: 409, internal: 500 };

/** Back to where it was tried: who handed in the wrong file hands in another. */
const BACK = { judge: 'Hand in other files', playbooks: 'To the playbooks' } as const;

function wrongPage(ask: Ask, title: string, text: string): ReturnType<typeof page> {
  const [, group = ''] = ask.req.path.split('/');
  const [href, words] = Object.hasOwn(BACK, group) ? [`/${group}`, BACK[group as keyof typeof BACK]] : ['/', 'To the tunnels'];
  return page({
    title,
    visitor: ask.get('visitor'),
    body: markup`<h1>${title}</h1>${trouble(text)}<p class="actions"><a class="button" href="${href}">${words}</a></p>`,
  });
}
