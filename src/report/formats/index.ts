/** The formats in which a report is printed, by id. */
import type { ReportFormat } from './format.ts';
import { json } from './json.ts';
import { text } from './text.ts';

export const FORMATS = {
  json,
  text,
} as const satisfies Record<string, ReportFormat>;
