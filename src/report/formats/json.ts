/** The format `json` is the report for programs: `flaptrap.report/1`. */
import type { ReportFormat } from './format.ts';

export const json: ReportFormat = {
  id: 'json',
  title: 'JSON (flaptrap.report/1)',
  print: (verdict) => `${JSON.stringify(verdict, null, 2)}\n`,
};
