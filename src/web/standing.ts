/** Standing says of one capture how it is, the same in a list and on its own page: its phase, its routers, its lease. */
import { saySaved } from '../capture/saved.ts';
import type { CaptureState } from '../engine/engine.ts';
import type { Side } from '../ipsec/side.ts';
import { NOT_LOOKED_AT } from '../run/waiting.ts';
import { instant, type Markup, markup, span, when } from './markup.ts';

export function phaseOf({ phase: at, trouble, ending }: CaptureState): Markup {
  return markup`<span class="phase ${at}">${at}</span>${when(trouble !== null, () => markup`<br><span class="bad">${trouble ?? ''}</span>`)}${when(ending !== null, () => markup`<br><span class="soft">${ending ?? ''}</span>`)}`;
}

export function standingOf(state: CaptureState, side: Side): Markup {
  const { name, isOurs } = state.peers[side];
  return markup`<div><b>${name}</b> <span class="soft">${isOurs ? saidOf(state, side) : 'not ours'}</span></div>`;
}

/** What the last look has seen is over when the capture is. */
export function saidOf({ captureId, phase: at, outcome, trouble, peers, saved }: CaptureState, side: Side): string {
  if (at !== 'ended') return peers[side].standing || NOT_LOOKED_AT;
  const said = outcome === null || trouble !== null ? [] : ['disarmed'];
  return [...said, ...(saved?.includes(side) === true ? [saySaved([captureId])] : [])].join('; ');
}

export function leaseOf({ phase: at, leaseEndsAt }: CaptureState, nowMs: number): Markup {
  const leftMs = Date.parse(leaseEndsAt) - nowMs;
  if (at === 'ended') return markup`<span class="soft">over</span>`;
  return markup`${instant(leaseEndsAt)}<br><span class="soft">${leftMs > 0 ? `in ${span(leftMs)}` : 'overdue'}</span>`;
}
