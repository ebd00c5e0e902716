/** A word of the command line is known by itself in any case, and by a beginning that no other word of its place has. [C] 2960 p.1, field eem.md 2 */
import { distance } from '../nearest.ts';

/** The word that is meant; undefined when there is none, or several. */
export function wordMeant<const Word extends string>(typed: string, words: readonly Word[]): Word | undefined {
  const low = typed.toLowerCase();
  if (low === '') return undefined;
  const exact = words.find((word) => word.toLowerCase() === low);
  if (exact !== undefined) return exact;
  const begun = words.filter((word) => word.toLowerCase().startsWith(low));
  return begun.length === 1 ? begun[0] : undefined;
}

/** The word that was probably meant by a misspelt one: one letter wrong in short ones, two in long ones. */
export function wordMisspelt<const Word extends string>(typed: string, words: readonly Word[]): Word | undefined {
  const low = typed.toLowerCase();
  return words.find((word) => Math.min(word.length, low.length) >= 3 && distance(low, word, 2) <= (word.length > 5 ? 2 : 1));
}

/** `wr[ite] er[ase]`: a pattern of the command's words, each as far as it may be cut; what follows them is free. [C] as IOS prints them */
export function typedAs(command: string): RegExp {
  const words = command.split(' ').map((word) => {
    const { lead = word, rest = '' } = /^(?<lead>[^[]*)\[(?<rest>[^\]]*)\]$/.exec(word)?.groups ?? {};
    return `${lead}${[...rest].map((letter) => `(?:${letter}`).join('')}${')?'.repeat(rest.length)}`;
  });
  return new RegExp(`^${words.join('\\s+')}(?=\\s|$)`, 'i');
}
