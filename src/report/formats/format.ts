/** A format is one way to say a verdict. */
import type { Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Enclosure } from '../picture/enclose.ts';

/** Its id, what it is called, and how it says a verdict. */
export interface ReportFormat {
  id: string;
  title: string;
  /** `enclosure`: what a format needs that takes the files with it; `columns`: of the terminal on which it is read, where it is. */
  print(verdict: Verdict, timeline: Timeline, enclosure?: Enclosure, columns?: number): string;
}
