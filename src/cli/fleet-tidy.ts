/** Tidying a fleet removes bundles by age and bytes, as its rules say; what is not whole, goes on, or was confirmed by a person stays. */
import type { CaptureState } from '../engine/engine.ts';
import { type KeptBundle, planRemovals, type Removal, type RetentionRules } from '../fleet/retention.ts';
import { isThere, removeBundles, sizeOf } from '../fleet/write.ts';
import { confirmedPath } from '../run/confirmed/confirmed.ts';

/** Gives those that were removed. */
export function tidyBundles(captures: readonly CaptureState[], rules: RetentionRules, nowMs: number): Removal[] {
  return removeBundles(planRemovals(captures.flatMap(keptOf), rules, nowMs));
}

function keptOf({ bundles, phase, trouble, peers }: CaptureState): KeptBundle[] {
  return bundles.flatMap(({ folder, at }) => {
    const bytes = sizeOf(folder);
    if (bytes === undefined) return [];
    return [
      {
        folder,
        tunnel: `${peers.a.name} ${peers.b.name}`,
        at,
        bytes,
        // With trouble something of it may still be on a router.
        isWhole: trouble === null && isThere(`${folder}/manifest.json`),
        isOpen: phase !== 'ended',
        isPinned: isThere(confirmedPath(folder)),
      },
    ];
  });
}
