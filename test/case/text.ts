/** A case as text: its story, then its files, each under a heading that no line of a file can be taken for. */
import { type Body, bodyOf, bytesOf, FORMS, type Form } from './body.ts';

export interface CaseText {
  /** Markdown, its last line ended. */
  story: string;
  /** In the order of the text; every byte counts. */
  files: { name: string; bytes: Buffer }[];
}

/** `>>>> a/show_logging.txt`, and in brackets what is unusual about it. */
const HEADING = /^>>>> (\S+)(?: \(([^()]+)\))?$/;
/** A line that looks like a heading, or like one that was made harmless, gets one more backslash. */
const LIKE_HEADING = /^\\*>>>> /;
const NO_LINE_END = 'no line end';

export function printCase({ story, files }: CaseText): string {
  const parts = files.map(({ name, bytes }) => {
    const body = bodyOf(bytes);
    return [headingOf(name, body), ...body.lines.map(harmless)];
  });
  return [...bodyOf(Buffer.from(story)).lines.map(harmless), ...parts.flat(), ''].join('\n');
}

/** Throws when the text is not as it would be printed: what is read is then what was written, byte for byte. */
export function parseCase(text: string): CaseText {
  const story: string[] = [];
  const open: (Body & { name: string })[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const heading = HEADING.exec(line);
    if (heading !== null) open.push({ name: heading[1] ?? '', ...shapeOf(heading[2]), lines: [] });
    else (open.at(-1)?.lines ?? story).push(LIKE_HEADING.test(line) ? line.slice(1) : line);
  }
  const parsed = {
    story: story.map((line) => `${line}\n`).join(''),
    files: open.map((body) => ({ name: body.name, bytes: bytesOf(body) })),
  };
  refuseOther(text, printCase(parsed));
  return parsed;
}

function headingOf(name: string, { form, endsInLine }: Body): string {
  const unusual = [...(form === 'text' ? [] : [form]), ...(endsInLine ? [] : [NO_LINE_END])];
  return unusual.length === 0 ? `>>>> ${name}` : `>>>> ${name} (${unusual.join(', ')})`;
}

function shapeOf(unusual = ''): { form: Form; endsInLine: boolean } {
  const words = unusual.split(', ');
  return { form: FORMS.find((form) => words.includes(form)) ?? 'text', endsInLine: !words.includes(NO_LINE_END) };
}

function harmless(line: string): string {
  return LIKE_HEADING.test(line) ? `\\${line}` : line;
}

function refuseOther(text: string, printed: string): void {
  if (text === printed) return;
  const [given, wanted] = [text.split('\n'), printed.split('\n')];
  const at = given.findIndex((line, index) => line !== wanted[index]);
  throw new Error(
    `line ${at + 1} of the case is not as it would be printed: ${JSON.stringify(given[at])}, not ${JSON.stringify(wanted[at])}`,
  );
}
