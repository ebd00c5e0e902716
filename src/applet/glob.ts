/** A glob is the pattern of `string match`: `*` is any run, `?` any character, `[a-z]` one of several, and a backslash takes the next one as it is. [C] eem.md 5 */

interface Piece {
  length: number;
  isAny: boolean;
  accepts(character: string): boolean;
}

/** Goes back only to the last `*`: no pattern takes longer than the product of both lengths. */
export function globMatches(pattern: string, text: string): boolean {
  let [at, position, star, resume] = [0, 0, -1, 0];
  while (position < text.length) {
    const piece = at < pattern.length ? pieceAt(pattern, at) : undefined;
    if (piece?.isAny === true) {
      star = at;
      at += 1;
      resume = position;
    } else if (piece?.accepts(text.charAt(position)) === true) {
      at += piece.length;
      position += 1;
    } else if (star >= 0) {
      resume += 1;
      position = resume;
      at = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function pieceAt(pattern: string, at: number): Piece {
  const first = pattern.charAt(at);
  if (first === '*') return { length: 1, isAny: true, accepts: () => true };
  if (first === '?') return { length: 1, isAny: false, accepts: () => true };
  if (first === '\\' && at + 1 < pattern.length)
    return { length: 2, isAny: false, accepts: (character) => character === pattern.charAt(at + 1) };
  const close = first === '[' ? pattern.indexOf(']', at + 1) : -1;
  if (close === -1) return { length: 1, isAny: false, accepts: (character) => character === first };
  return { length: close + 1 - at, isAny: false, accepts: (character) => isOneOf(pattern.slice(at + 1, close), character) };
}

/** `a-z0` */
function isOneOf(set: string, character: string): boolean {
  for (let at = 0; at < set.length; at += 1) {
    const isRange = set.charAt(at + 1) === '-' && at + 2 < set.length;
    if (character >= set.charAt(at) && character <= set.charAt(isRange ? at + 2 : at)) return true;
    if (isRange) at += 2;
  }
  return false;
}
