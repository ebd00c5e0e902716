/** The formats in which a report is printed, by id. */
import type { ReportFormat } from './format.ts';
import { json } from './json.ts';
import { ladder } from './ladder.ts';
import { text } from './text.ts';

export const FORMATS = {
  json,
  ladder,
  text,
} as const satisfies Record<string, ReportFormat>;
