/** The entrance: a token, or the name of who is known elsewhere, becomes a visit; leaving ends it. */
import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type KnownToken, type Person, personOf } from '../access.ts';
import { type Ask, type Asking, cookieName, field, isSecure } from '../gate.ts';
import { page, trouble } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import type { SignIn } from '../oidc.ts';
import type { Rates } from '../rates.ts';
import type { Sessions } from '../sessions.ts';

export interface EntranceChoices {
  origin: string;
  tokens: readonly KnownToken[];
  sessions: Sessions;
  rates: Rates;
  oidc?: SignIn | undefined;
  now(): number;
}

/** Between going to the other side and coming back. */
const ON_THE_WAY = 'flaptrap-on-the-way';
const ON_THE_WAY_SECONDS = 600;

export function addEntrance(app: Hono<Asking>, choices: EntranceChoices): void {
  const { origin, tokens, sessions, rates, oidc, now } = choices;
  app.get('/enter', (ask) => ask.html(doorPage(oidc)));
  app.post('/enter', (ask) => {
    const person = personOf(field(ask, 'token').trim(), tokens);
    if (person === undefined) return ask.html(doorPage(oidc, 'This token is not known here.'), 401);
    rates.giveBack(ask.get('client'), 'enter');
    letIn(ask, person, choices);
    return ask.redirect('/', 303);
  });
  app.post('/leave', (ask) => {
    const name = cookieName(origin);
    const id = getCookie(ask, name);
    if (id !== undefined) sessions.close(id);
    deleteCookie(ask, name, { path: '/', secure: isSecure(origin) });
    return ask.redirect('/enter', 303);
  });
  if (oidc !== undefined) addSignIn(app, oidc, choices, now);
}

function addSignIn(app: Hono<Asking>, oidc: SignIn, choices: EntranceChoices, now: () => number): void {
  app.get('/enter/oidc', async (ask) => {
    const { url, ticket } = await oidc.begin(now());
    // Lax, and for ten minutes: coming back is a step from another site, on which a strict cookie would stay away.
    setCookie(ask, ON_THE_WAY, ticket, {
      path: '/enter/oidc',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure(choices.origin),
      maxAge: ON_THE_WAY_SECONDS,
    });
    return ask.redirect(url, 303);
  });
  app.get('/enter/oidc/back', async (ask) => {
    const ticket = getCookie(ask, ON_THE_WAY) ?? '';
    deleteCookie(ask, ON_THE_WAY, { path: '/enter/oidc' });
    const { search } = new URL(ask.req.url);
    const person = await oidc.end(`${choices.origin}/enter/oidc/back${search}`, ticket, now());
    if ('why' in person) return ask.html(doorPage(oidc, person.why), 403);
    letIn(ask, person, choices);
    // From here it is a step within this site: the strict cookie goes along.
    return ask.html(
      page({
        title: 'Welcome',
        body: markup`<h1>You are in as ${person.name}</h1><p class="soft">${person.role}</p><p class="actions"><a class="button" href="/">Go on</a></p>`,
      }),
    );
  });
}

function letIn(ask: Ask, person: Person, { origin, sessions, now }: EntranceChoices): void {
  const { id } = sessions.open(person, now());
  setCookie(ask, cookieName(origin), id, { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(origin) });
}

export function doorPage(oidc: SignIn | undefined, why?: string): Markup {
  const body = markup`<div class="door"><h1>flaptrap</h1>
${why === undefined ? undefined : trouble(why)}
<form method="post" action="/enter">
<label>Token <input type="password" name="token" autocomplete="current-password" required autofocus></label>
<button>Come in</button></form>
${oidc === undefined ? undefined : markup`<p class="actions"><a class="button" href="/enter/oidc">Come in by ${oidc.name}</a></p>`}
<p class="soft">The token was shown once, where <code>flaptrap serve</code> was started.</p></div>`;
  return page({ title: 'Come in', body });
}
