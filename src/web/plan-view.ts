/** A plan on a page is the exact change to each router: every line that is typed, with its undo, and what an engineer must know before a yes. */
import { SIDES } from '../ipsec/side.ts';
import { printDuration } from '../playbook/duration.ts';
import { sayAsk } from '../playbook/foreign.ts';
import type { PeerPlan, Plan, Step } from '../playbook/plan.ts';
import { printStatement } from '../playbook/prove-tunnel.ts';
import { sayWindow } from '../playbook/window.ts';
import { type Markup, markup, ticked, when } from './markup.ts';

export function planView(plan: Plan): Markup {
  const { digest, leaseSeconds, ticket, window, tailSeconds, freezeSeconds } = plan;
  return markup`<p class="soft">Digest <code>${digest.slice(0, 16)}</code></p>
<ul class="plain">
<li>It lasts at most ${printDuration(leaseSeconds)} (the lease); then the routers remove everything themselves, even without flaptrap.</li>
<li>After the trigger the recording goes on for ${tailSeconds} s, and is saved to flash within ${freezeSeconds} s.</li>
${when(ticket !== undefined, () => markup`<li>Approved under ${ticket}.</li>`)}
${when(window !== undefined, () => markup`<li>Armed in the approved hours only: ${window === undefined ? '' : sayWindow(window)}.</li>`)}
</ul>
${SIDES.map((side) => peerView(plan, plan.peers[side]))}`;
}

function peerView(plan: Plan, peer: PeerPlan): Markup {
  const { name, side, platform, facts, warnings, steps, files, proof, foreign } = peer;
  if (foreign !== undefined) {
    const until = `${plan.tailSeconds} s after the trigger, at the latest ${plan.leaseEndsAt}`;
    return markup`<section class="peer-plan"><h2>${name} (${side}) <span class="soft">is not ours: nothing is done there</span></h2><p>${sayAsk(name, foreign, 'before this is armed', until)}</p></section>`;
  }
  const lines = steps.reduce((sum, step) => sum + step.lines.length, 0);
  return markup`<section class="peer-plan"><h2>${name} (${side}) <span class="soft">${platform}${facts.version === '' ? '' : `, ${facts.version}`}</span></h2>
${when(warnings.length > 0, () => markup`<ul class="plain warns">${warnings.map((each) => markup`<li>${ticked(each)}</li>`)}</ul>`)}
${when(proof.length > 0, () => markup`<ul class="plain">${proof.map((each) => markup`<li${each.standing === 'proven' ? undefined : markup` class="doubt"`}>${printStatement(each)}</li>`)}</ul>`)}
<details><summary>${steps.length} steps, ${lines} lines, each with its undo</summary>
<ol class="steps">${steps.map(stepView)}</ol></details>
<p class="soft">${files.length} files on flash at the trigger, kept until they are collected.</p></section>`;
}

function stepView({ title, mode, lines, undo }: Step): Markup {
  return markup`<li><h3>${title}${mode === 'configure' ? ' (configuration)' : ''}</h3>
<pre tabindex="0">${lines.join('\n')}</pre>
${when(undo.lines.length > 0, () => markup`<p class="soft">undo:</p><pre tabindex="0">${undo.lines.join('\n')}</pre>`)}</li>`;
}
