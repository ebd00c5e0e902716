/** A log that came through a filter (`show logging | include LINEPROTO`) shows a message only where the filter lets it pass. */
import { readCommand } from './terminal.ts';

/** What a filter is asked about: `surely` holds what every such message has, `perhaps` also what it may have. */
export interface Passing {
  surely: string;
  perhaps: string;
}

/** `show logging last 1`: so few lines that it is said, whatever they let pass. */
export type Narrowing = { command: string; by: 'pattern' | 'tail' };

/** Beside these a log has other lines that were not filtered. */
const FILTERED_SHARE = 0.9;
/** Of a line that may be one; it begins where a log has next to nothing, so that a long one costs little. */
const TYPED_HINT = /[#>] ?(?:do )?sh\S* +logg?/;
/** `sh logg | exc IPSEC`, `do show logging last 20` [C] */
const SHOW_LOGGING = /^(?:do )?sh(?:ow?)? logg?(?:i(?:n(?:g)?)?)?\b(.*)$/i;
/** `show_logging_include_LINEPROTO.txt`: what a file was called after the command. */
const NAMED = /^show_logg?(?:ing)?_{1,3}((?:include|exclude|section|count|last)_.{1,100}?)(?:\.\w{1,8})?$/i;
/** IOS takes each word cut short. [C] */
const FILTERS = ['include', 'exclude', 'section', 'count', 'begin'] as const;

/** The command through which nearly all of a log came, where it need not have let the message pass. */
export function narrowedBy(name: string, text: string, message: Passing): Narrowing | undefined {
  const named = NAMED.exec(name)?.[1];
  if (named !== undefined)
    return narrowing(`show logging ${/^last/i.test(named) ? '' : '| '}${named.replaceAll('_', ' ').trim()}`, message);
  if (!TYPED_HINT.test(text)) return undefined;
  let open: Narrowing | undefined;
  let found: Narrowing | undefined;
  let [narrowed, all] = [0, 0];
  for (const line of text.split('\n')) {
    const command = readCommand(line);
    if (command !== undefined) {
      open = narrowing(command, message);
      found ??= open;
    } else if (line.trim() !== '') {
      all += 1;
      if (open !== undefined) narrowed += 1;
    }
  }
  return narrowed >= all * FILTERED_SHARE ? found : undefined;
}

function narrowing(command: string, message: Passing): Narrowing | undefined {
  const words = SHOW_LOGGING.exec(command)?.[1];
  if (words === undefined) return undefined;
  const [options = '', ...piped] = words.split(/\s*\|\s*(?=[A-Za-z]{1,7}\s)/);
  if (piped.some((each) => !letsPass(each, message))) return { command, by: 'pattern' };
  return /^\s+last\s/i.test(options) ? { command, by: 'tail' } : undefined;
}

/** `include CRYPTO|LINK` */
function letsPass(filter: string, { surely, perhaps }: Passing): boolean {
  const [word = '', pattern = ''] = filter.trim().split(/\s+(.*)/);
  const kind = FILTERS.find((each) => each.startsWith(word.toLowerCase()));
  if (kind === 'count') return false;
  if (kind === 'exclude') return !matches(pattern, perhaps);
  return kind === undefined || kind === 'begin' || matches(pattern, surely);
}

/** As IOS compares: with the case, `_` for a delimiter. [C] Cisco IOS regular expressions; what is no pattern is looked for as it stands. */
function matches(pattern: string, text: string): boolean {
  const bare = pattern.replace(/^"(.*)"$/, '$1');
  if (text.includes(bare)) return true;
  try {
    return new RegExp(bare.replaceAll('_', '(?:^|$|[ ,{}()_])')).test(text);
  } catch {
    return false;
  }
}
