/** Missing is what the bundle does not hold: commands that nobody captured stand together, one line a router. */
import { SIDES } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** `a: show_logging.txt is empty` */
const OF_SIDE = /^([ab])(?=: )/;
/** `a: \`show version\` was not captured`. */
const NOT_CAPTURED = /^([ab]): (`[^`]+`) was not captured$/;

/** The other lines with the router's name, then `hq: not captured: \`show version\`, \`show clock detail\``. */
export function sayMissing(missing: readonly string[], tunnel: Verdict['tunnel']): string[] {
  const commands = missing.flatMap((each) => {
    const [, side, command = ''] = NOT_CAPTURED.exec(each) ?? [];
    return side === undefined ? [] : [{ side, command }];
  });
  const bySide = SIDES.flatMap((side) => {
    const own = commands.filter((each) => each.side === side).map(({ command }) => command);
    return own.length === 0 ? [] : [`${tunnel[side].name}: not captured: ${own.join(', ')}`];
  });
  const others = missing.filter((each) => !NOT_CAPTURED.test(each));
  return [...others.map((each) => each.replace(OF_SIDE, (side) => tunnel[side === 'a' ? 'a' : 'b'].name)), ...bySide];
}
