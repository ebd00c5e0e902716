/** A configuration is a running configuration's text as sections: a head line and the lines indented below it. */
import { type ShowLine, showLines } from './show-lines.ts';

export interface ConfigurationSection {
  head: ShowLine;
  /** Lines below it, indented or not trimmed. */
  body: ShowLine[];
}

export interface Configuration {
  sections: ConfigurationSection[];
  lines: ShowLine[];
}

/** `!`, `Building configuration...`, a prompt: no configuration line. */
const NOISE = /^\s*(?:!|$)|^(?:Building configuration|Current configuration|[A-Za-z][\w.-]*[#>])/;
/** A paste may have lost its indentation: these words never begin a section of their own. */
const SUB_COMMAND =
  /^(?:set |match |encr(?:yption)? |hash |authentication |group |lifetime |tunnel |ip (?:nhrp|address|mtu|tcp) |mode |reverse-route|dpd |keepalive |identity |keyring |pre-shared-key |no ip )/;

export function parseConfiguration(text: string): Configuration {
  const lines = withoutMargin(showLines(text).filter((line) => !NOISE.test(line.text)));
  const sections: ConfigurationSection[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last !== undefined && (/^\s/.test(line.text) || SUB_COMMAND.test(line.text))) last.body.push(line);
    else sections.push({ head: line, body: [] });
  }
  return { sections, lines };
}

/** What stands below a line is one blank to its right: where all stands farther, a paste has moved it. */
function withoutMargin(lines: ShowLine[]): ShowLine[] {
  const margin = lines.reduce((least, { text }) => Math.min(least, /^\s*/.exec(text)?.[0].length ?? 0), Number.POSITIVE_INFINITY);
  return margin < 2 || lines.length === 0 ? lines : lines.map(({ line, text }) => ({ line, text: text.slice(margin) }));
}
