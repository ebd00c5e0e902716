/** The format `html` is the report as one file for a browser: the page of flaptrap with the verdict, both records and their files inside. */
import { plain } from '../../plain-text.ts';
import { enclose } from '../picture/enclose.ts';
import type { ReportFormat } from './format.ts';
import { text } from './text.ts';

export const html: ReportFormat = {
  id: 'html',
  title: 'HTML, one file that opens from disk',
  print: (verdict, timeline, enclosure) =>
    enclosure === undefined ? printBare(text.print(verdict, timeline)) : enclose(verdict, timeline, enclosure),
};

/** Who has no page at hand gets the words alone. */
function printBare(report: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>flaptrap report</title>
</head>
<body>
<pre>
${plain(report).replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')}</pre>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
