/** Retention says which bundles are old enough, or too many, to be removed; what is not known to be whole and at home is never among them. */

/** Plain JSON. */
export interface KeptBundle {
  folder: string;
  tunnel: string;
  /** ISO 8601. */
  at: string;
  bytes: number;
  /** All that the routers had of it is in it, and was judged. */
  isWhole: boolean;
  /** Its capture goes on, or something of it may still be on a router. */
  isOpen: boolean;
  /** Somebody has confirmed its cause, or put it aside. */
  isPinned: boolean;
}

export interface RetentionRules {
  days?: number | undefined;
  bytes?: number | undefined;
}

export interface Removal {
  folder: string;
  bytes: number;
  why: string;
}

const DAY_MS = 86_400_000;

/** The oldest first. The newest of each tunnel goes last of all: it is what the next one is compared with. */
export function planRemovals(bundles: readonly KeptBundle[], rules: RetentionRules, nowMs: number): Removal[] {
  const sorted = bundles.toSorted((one, two) => (one.at < two.at ? -1 : 1));
  const newest = new Map(sorted.map(({ tunnel, folder }) => [tunnel, folder]));
  const free = sorted.filter(({ isWhole, isOpen, isPinned }) => isWhole && !isOpen && !isPinned);
  const aged = free.filter((bundle) => isAged(bundle, rules, nowMs) && newest.get(bundle.tunnel) !== bundle.folder);
  const removals = aged.map(({ folder, bytes, at }) => ({
    folder,
    bytes,
    why: `it is of ${at.slice(0, 10)}, and ${rules.days} days are kept`,
  }));
  let left = sorted.reduce((sum, { bytes }) => sum + bytes, 0) - removals.reduce((sum, { bytes }) => sum + bytes, 0);
  const others = free.filter((bundle) => !aged.includes(bundle));
  const isNewest = ({ tunnel, folder }: KeptBundle): boolean => newest.get(tunnel) === folder;
  for (const bundle of [...others.filter((each) => !isNewest(each)), ...others.filter(isNewest)]) {
    if (rules.bytes === undefined || left <= rules.bytes) break;
    left -= bundle.bytes;
    removals.push({ folder: bundle.folder, bytes: bundle.bytes, why: `all bundles together have more than ${rules.bytes} bytes` });
  }
  return removals;
}

/** By a clock that was set ahead nothing is old: what is of the future is left alone. */
function isAged({ at }: KeptBundle, { days }: RetentionRules, nowMs: number): boolean {
  return days !== undefined && nowMs - Date.parse(at) > days * DAY_MS;
}
