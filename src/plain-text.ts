/** Plain text is text that acts on no terminal: what would move a cursor, write a clipboard or turn words around is shown as its escape. */

/**
 * Control characters, lone surrogates, line and paragraph separators, and all that takes no room or turns the direction:
 * bidi controls, zero-width characters, tags. Line feed and tab stay. [C Unicode: Cc, Cf, Cs, Zl, Zp, Default_Ignorable_Code_Point]
 */
const ACTING = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** `a\r\n`, and `a\r\r\n` as IOS writes it: a line end, not an overprinted line. */
const LINE_END = /\r+\n/g;

/** The escape is the same in JSON, so that JSON stays valid and keeps its meaning. */
export function plain(text: string): string {
  return text.replace(LINE_END, '\n').replace(ACTING, printEscape);
}

/** The same for what must stay one line: a name, a message, a quoted line. */
export function plainLine(text: string): string {
  return plain(text.replace(LINE_END, '\n')).replaceAll('\n', '\\u000a');
}

/** `\u001b`; beyond the first plane two of them. */
function printEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/** Every file system takes 255 bytes; a program adds its own ending. */
const NAME_CHARACTERS = 120;
const TAIL_CHARACTERS = 20;
/** Devices on Windows, with any ending. [C Microsoft, "Naming Files, Paths, and Namespaces"] */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A file or folder name made of a stranger's text: letters, digits, `_`, `.`, `-`; no path, no hidden file, no option, never empty. */
export function plainName(text: string): string {
  const name = text
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[.-]+/, '_')
    .replace(/\.+$/, '_');
  const short =
    name.length <= NAME_CHARACTERS ? name : `${name.slice(0, NAME_CHARACTERS - TAIL_CHARACTERS)}${name.slice(-TAIL_CHARACTERS)}`;
  return short === '' || RESERVED.test(short) ? `_${short}` : short;
}
