/** The layout is the frame of every page: its head, the way through it, who is here, and the words of this one. */
import { raw } from 'hono/html';
import type { Person } from './access.ts';
import { type Markup, markup, when } from './markup.ts';

/** Who sees the page; `csrf` is empty for programs, which send no forms. */
export interface Visitor extends Person {
  csrf: string;
}

export interface PageParts {
  title: string;
  /** Undefined before he has come in. */
  visitor?: Visitor | undefined;
  /** Which way of the navigation this page is. */
  at?: Way | undefined;
  body: Markup;
  /** Follows what happens: the parts with `data-live` are renewed. */
  isLive?: boolean | undefined;
}

const WAYS = [
  ['/', 'Tunnels'],
  ['/incidents', 'Incidents'],
  ['/radar', 'Radar'],
  ['/playbooks', 'Playbooks'],
  ['/judge', 'Judge'],
] as const;
export type Way = (typeof WAYS)[number][0];

const DOCTYPE = raw('<!doctype html>');

export function page({ title, visitor, at, body, isLive = false }: PageParts): Markup {
  return markup`${DOCTYPE}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - flaptrap</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/served.css">
${when(visitor !== undefined, () => markup`<script src="/assets/live.js" defer></script>`)}
</head>
<body${when(isLive, () => markup` data-follow="/events"`)}>
<a class="skip" href="#main">to the content</a>
<header class="house">
<a class="name" href="/">flaptrap</a>
${visitor === undefined ? undefined : ways(at)}
${visitor === undefined ? undefined : whoIsHere(visitor)}
</header>
<main id="main">
${body}
</main>
<footer class="foot soft">All times are UTC.</footer>
${when(isLive, () => markup`<p id="news" class="news" role="status" aria-live="polite"></p>`)}
</body>
</html>
`;
}

function ways(at: Way | undefined): Markup {
  const links = WAYS.map(([href, name]) =>
    href === at ? markup`<a href="${href}" aria-current="page">${name}</a>` : markup`<a href="${href}">${name}</a>`,
  );
  return markup`<nav aria-label="pages">${links}</nav>`;
}

function whoIsHere(visitor: Visitor): Markup {
  return markup`<form class="here" method="post" action="/leave">${hidden(visitor)}
<span class="soft">${visitor.name === visitor.role ? visitor.name : `${visitor.name}, ${visitor.role}`}</span> <button class="link">leave</button></form>`;
}

/** Stands in each form. */
export function hidden({ csrf }: Pick<Visitor, 'csrf'>, values: Readonly<Record<string, string>> = {}): Markup {
  const rows = Object.entries({ csrf, ...values }).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`);
  return markup`${rows}`;
}

/** What went wrong, as errors are printed everywhere. */
export function trouble(text: string): Markup {
  return markup`<div class="trouble" role="alert"><pre>${text}</pre></div>`;
}
