/** What makes a served page live: it follows what happens, and asks for the parts that have changed; without it every page works as it stands. */
import { el } from './elements.ts';

const followed = document.body.dataset['follow'];
const news = document.getElementById('news');
/** So long a new incident stands in the corner. */
const NEWS_MS = 30_000;

let isRenewing = false;
let isStale = false;

/** One at a time: what changes meanwhile is asked for behind it. */
async function renew(): Promise<void> {
  isStale = true;
  if (isRenewing) return;
  isRenewing = true;
  try {
    while (isStale) {
      isStale = false;
      await renewOnce();
    }
  } catch {
    // The next word of the feed asks again.
  } finally {
    isRenewing = false;
  }
}

async function renewOnce(): Promise<void> {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'error' });
  // Whoever is no longer known sees the door.
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) put(part, fresh.getElementById(part.id));
}

/** What a person is at is left alone. */
function put(part: Element, fresh: Element | null): void {
  if (fresh === null || fresh.innerHTML === part.innerHTML || isBusyIn(part)) return;
  const focused = document.activeElement;
  const href = part.contains(focused) ? focused?.getAttribute('href') : undefined;
  const scrolled = [...part.querySelectorAll('pre')].map((pre) => ({ top: pre.scrollTop, isAtEnd: atEnd(pre) }));
  part.replaceWith(document.adoptNode(fresh));
  for (const [index, pre] of [...fresh.querySelectorAll('pre')].entries()) {
    const before = scrolled[index];
    pre.scrollTop = before === undefined || before.isAtEnd ? pre.scrollHeight : before.top;
  }
  if (typeof href === 'string') fresh.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus();
}

function atEnd({ scrollTop, clientHeight, scrollHeight }: Element): boolean {
  return scrollTop + clientHeight >= scrollHeight - 4;
}

function isBusyIn(part: Element): boolean {
  const { activeElement } = document;
  return (part.contains(activeElement) && /^(?:INPUT|SELECT|TEXTAREA)$/.test(activeElement?.tagName ?? '')) || selects(part);
}

function selects(part: Element): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.anchorNode !== null && part.contains(selection.anchorNode);
}

function tellIncident(data: string): void {
  const { tunnel, sentence, link } = JSON.parse(data) as { tunnel: string; sentence: string; link: string };
  // Only a way within this page.
  if (!/^\/[\w/-]+$/.test(link)) return;
  const told = el('span', {}, el('b', {}, tunnel), ': ', el('a', { href: link }, sentence));
  news?.replaceChildren(told);
  setTimeout(() => told.remove(), NEWS_MS);
}

let source: EventSource | undefined;

/** A browser has six lines to one place, for all its windows: only a page that is seen holds one. */
function follow(from: string): void {
  source = new EventSource(from);
  source.addEventListener('changed', () => void renew());
  source.addEventListener('lost', () => void renew());
  source.addEventListener('incident', (event) => {
    tellIncident(String(event.data));
    void renew();
  });
}

function followWhileSeen(from: string): void {
  const isSeen = document.visibilityState === 'visible';
  if (!isSeen) source?.close();
  else if (source === undefined || source.readyState === EventSource.CLOSED) {
    follow(from);
    void renew();
  }
}

/** Whoever was sent away tries again. */
const AGAIN_MS = 30_000;

if (followed !== undefined) {
  followWhileSeen(followed);
  document.addEventListener('visibilitychange', () => followWhileSeen(followed));
  addEventListener('pagehide', () => source?.close());
  setInterval(() => followWhileSeen(followed), AGAIN_MS);
}
