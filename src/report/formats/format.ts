/** A format is one way to say a verdict. */
import type { Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';

export interface ReportFormat {
  id: string;
  title: string;
  print(verdict: Verdict, timeline: Timeline): string;
}
