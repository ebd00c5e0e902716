/** A timeline made of two logs that are written in the test itself. */

import type { Bundle, BundleFile } from '../../src/bundle/bundle.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';

const fileOf = (text: string): BundleFile[] => (text === '' ? [] : [{ name: 'show_logging.txt', text, bytes: text.length }]);

type Files = Readonly<Record<string, string>>;

/** hq (a) and branch (b); `shown`: more files of branch, by name; `shownOfHq`: of hq. */
export function timelineOf({ a, b }: { a: string; b: string }, shown: Files = {}, shownOfHq: Files = {}): Timeline {
  const more = (files: Files): BundleFile[] => Object.entries(files).map(([name, text]) => ({ name, text, bytes: text.length }));
  const bundle: Bundle = {
    tunnel: { a: { name: 'hq', address: toAddress('192.0.2.1') }, b: { name: 'branch', address: toAddress('198.51.100.1') } },
    sides: { a: [...fileOf(a), ...more(shownOfHq)], b: [...fileOf(b), ...more(shown)] },
    missing: [],
  };
  return buildTimeline(bundle);
}
