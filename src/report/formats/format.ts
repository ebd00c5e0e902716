/** A format is one way to say a verdict. */
import type { Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';

/** Its id, what it is called, and how it says a verdict. */
export interface ReportFormat {
  id: string;
  title: string;
  print(verdict: Verdict, timeline: Timeline): string;
}
