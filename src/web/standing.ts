/** Standing says of one capture how it is, the same in a list and on its own page: its phase, its routers, its lease. */
import type { CaptureState } from '../engine/engine.ts';
import { instant, type Markup, markup, span, when } from './markup.ts';

export function phaseOf({ phase: at, trouble, ending }: CaptureState): Markup {
  return markup`<span class="phase ${at}">${at}</span>${when(trouble !== null, () => markup`<br><span class="bad">${trouble ?? ''}</span>`)}${when(ending !== null, () => markup`<br><span class="soft">${ending ?? ''}</span>`)}`;
}

export function standingOf({ name, isOurs, standing: said }: CaptureState['peers']['a']): Markup {
  return markup`<div><b>${name}</b> <span class="soft">${isOurs ? said : 'not ours'}</span></div>`;
}

export function leaseOf({ phase: at, leaseEndsAt }: CaptureState, nowMs: number): Markup {
  const leftMs = Date.parse(leaseEndsAt) - nowMs;
  if (at === 'ended') return markup`<span class="soft">over</span>`;
  return markup`${instant(leaseEndsAt)}<br><span class="soft">${leftMs > 0 ? `in ${span(leftMs)}` : 'overdue'}</span>`;
}
