/** The formats in which a report is printed, by id. */
import { caseNote } from './case-note.ts';
import { csv } from './csv.ts';
import type { ReportFormat } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { ladder } from './ladder.ts';
import { markdown } from './markdown.ts';
import { perfetto } from './perfetto.ts';
import { text } from './text.ts';

/** `FORMATS.text.print(verdict, timeline)` gives the whole report: `text`, `case-note`, `ladder` and `markdown` for people, `csv`, `perfetto` and `json` (`flaptrap.report/2`) for programs; `html` takes an enclosure too. */
export const FORMATS = {
  'case-note': caseNote,
  csv,
  html,
  json,
  ladder,
  markdown,
  perfetto,
  text,
} as const satisfies Record<string, ReportFormat>;
