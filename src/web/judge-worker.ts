/** The judge's thread takes the paths of a bundle and gives its report as one page, and what a list says of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { FORMATS } from '../report/formats/index.ts';
import { sayFirst } from '../run/first-sentence.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { loadEnclosure } from '../run/load.ts';

export interface Asked {
  paths: readonly string[];
  nowMs: number;
}

/** What was found, JSON; `report` is one page of HTML with a law of its own. */
export interface Judgement {
  tunnel: string;
  sentence: string;
  incidents: { spi: string; receiver: string; firstAt: string | null; cause: string; confidence: string; summary: string }[];
  /** What is odd about the files, in words. */
  odd: string;
  isEmpty: boolean;
  report: string;
}

export type Told = { is: 'judged'; judgement: Judgement } | { is: 'refused'; why: string };

async function judge({ paths, nowMs }: Asked): Promise<Judgement> {
  const { verdict, timeline, bundle, diagnostics, isEmpty } = await judgeBundle(paths, nowMs);
  return {
    tunnel: SIDES.map((side) => verdict.tunnel[side].name).join(' - '),
    sentence: isEmpty ? 'Nothing in it could be judged.' : sayFirst(verdict),
    incidents: verdict.incidents.map(({ spi, receiver, firstAt, cause }) => ({
      spi,
      receiver: verdict.tunnel[receiver].name,
      firstAt,
      cause: cause.id,
      confidence: cause.confidence,
      summary: cause.summary,
    })),
    odd: printDiagnostics(diagnostics),
    isEmpty,
    report: FORMATS.html.print(verdict, timeline, loadEnclosure(bundle)),
  };
}

/** What was not refused on purpose is a fault of ours: it ends the thread, and whoever started it hears what it was. */
async function tellOf(asked: Asked): Promise<Told> {
  try {
    return { is: 'judged', judgement: await judge(asked) };
  } catch (error) {
    if (error instanceof FlaptrapError) return { is: 'refused', why: printError(error) };
    throw error;
  }
}

parentPort?.postMessage(await tellOf(workerData as Asked));
