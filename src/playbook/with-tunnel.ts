/** With another tunnel a playbook serves a fleet: what a row of an inventory says stands in the place of its own, under the same schema and the same checks. */
import { checkReferences } from './check.ts';
import { checkKinds } from './check-kinds.ts';
import type { Mistake } from './mistake.ts';
import { withKinds } from './parse.ts';
import { TUNNEL } from './peer-schema.ts';
import type { ForeignPeer, Playbook } from './playbook.ts';

/** `written` as it stands below `tunnel:`; the paths of the mistakes begin at `tunnel`. */
export function withTunnel(playbook: Playbook, written: unknown): { playbook?: Playbook; mistakes: Mistake[] } {
  const parsed = TUNNEL.safeParse(written);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['tunnel', ...issue.path] }));
    return { mistakes: withKinds(issues, checkKinds({ tunnel: written })) };
  }
  const { a, b } = parsed.data;
  const [first = playbook.tunnel.b, ...spokes] = Array.isArray(b) ? b : [b];
  const changed: Playbook = { ...playbook, tunnel: { a, b: first }, spokes: spokes as ForeignPeer[] };
  return { playbook: changed, mistakes: checkReferences(changed) };
}
