/** Missing is what the bundle does not hold: commands that nobody captured stand together, one line a router. */
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** `a: show_logging.txt is empty` */
const OF_SIDE = /^([ab])(?=: )/;
/** `a: \`show version\` was not captured` */
const NOT_CAPTURED = /^([ab]): `([^`]+)` was not captured$/;

/** What else lacks, with the router's name, then `hq: show version, show clock detail`: below a heading that says what is missing. */
export function sayMissing({ missing, tunnel }: Pick<Verdict, 'missing' | 'tunnel'>): string[] {
  const commands = missing.map((each) => NOT_CAPTURED.exec(each));
  const asked = SIDES.flatMap((side) => {
    const own = commands.flatMap((found) => (found?.[1] === side ? [found[2] ?? ''] : []));
    return own.length === 0 ? [] : [`${tunnel[side].name}: ${own.join(', ')}`];
  });
  const others = missing.filter((_each, index) => commands[index] === null);
  return [...others.map((each) => each.replace(OF_SIDE, (side) => tunnel[side as Side].name)), ...asked];
}
