/** The formats in which a report is printed, by id. */
import { caseNote } from './case-note.ts';
import type { ReportFormat } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { ladder } from './ladder.ts';
import { text } from './text.ts';

/** `FORMATS.text.print(verdict, timeline)` gives the whole report: `text`, `case-note` and `ladder` for people, `json` is `flaptrap.report/2`; `html` takes an enclosure too. */
export const FORMATS = {
  'case-note': caseNote,
  html,
  json,
  ladder,
  text,
} as const satisfies Record<string, ReportFormat>;
