/** Where something shows that a side's debugs may not have printed of this tunnel, its silence proves nothing: the ledger says since when and why. */
import { type HeardFamily, type Listening, type Stretch, without } from './listening.ts';

/** Those of the families, without the stretch: nobody knows whether they listened there. It may be open at either end. */
export function doubtFamilies(listening: Listening, families: readonly string[], doubted: Stretch): Listening {
  const wanted = new Set(families);
  return { ...listening, families: listening.families.map((each) => (wanted.has(each.family) ? doubt(each, doubted) : each)) };
}

function doubt(each: HeardFamily, doubted: Stretch): HeardFamily {
  const { heard, silent = [] } = each;
  const news = heard.flatMap(({ fromAt, toAt }): Stretch[] => {
    const part = { fromAt: Math.max(fromAt, doubted.fromAt), toAt: Math.min(toAt, doubted.toAt), why: doubted.why };
    return part.fromAt < part.toAt ? [part] : [];
  });
  if (news.length === 0) return each;
  const all = [...silent, ...news].sort((one, two) => one.fromAt - two.fromAt);
  return { ...each, heard: without([doubted], heard), silent: all };
}
