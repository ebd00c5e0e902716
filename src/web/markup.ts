/** Markup is HTML made of our own text and of values: whatever a value holds, it is made plain and escaped, and can be nothing but text. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { plain } from '../plain-text.ts';

export type Markup = HtmlEscapedString;
type Value = string | number | undefined | Markup | readonly Markup[];

/** Nothing where a value is undefined. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // It is a promise only where a value is one.
  return html(strings, ...values.map((value) => (typeof value === 'string' ? plain(value) : value))) as Markup;
}

export function when(isSo: boolean, make: () => Markup): Markup | undefined {
  return isSo ? make() : undefined;
}

/** What stands between back-ticks is a command or a key. */
export function ticked(text: string): Markup {
  return markup`${text.split('`').map((part, index) => (index % 2 === 0 ? markup`${part}` : markup`<code>${part}</code>`))}`;
}

/** `2026-11-26 14:43:42`, in UTC as all times here are, and the exact one for programs. */
export function instant(iso: string): Markup {
  const ms = Date.parse(iso);
  return Number.isNaN(ms)
    ? markup`${iso}`
    : markup`<time datetime="${iso}">${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}</time>`;
}

/** `2 d 3 h`, `12 min`, `40 s`: the two largest parts. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
