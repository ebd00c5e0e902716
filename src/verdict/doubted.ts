/** What rests on doubted evidence is not certain: a file that was changed, or is another router's, proves nothing for sure. */
import type { Timeline } from '../timeline/model.ts';
import { isLogFile } from '../timeline/record.ts';
import type { Finding } from './finding.ts';

/** A log speaks by what is not in it too, and tunnel.yaml says whom every message means: when they are doubted all is. */
export function lowerDoubted(findings: readonly Finding[], { doubts }: Timeline): Finding[] {
  if (doubts.length === 0) return [...findings];
  const isAllDoubted = doubts.some(({ side, file }) => side === null || isLogFile(file));
  return findings.map((finding) => {
    const rests =
      isAllDoubted || finding.evidence.some((each) => doubts.some(({ side, file }) => side === each.side && file === each.file));
    return rests && finding.confidence === 'certain' ? lowered(finding, doubts) : finding;
  });
}

function lowered(finding: Finding, doubts: Timeline['doubts']): Finding {
  const asPrinted = doubts.map(({ side, file }) => (side === null ? `a ${file} that is true` : `${side}/${file} as its router printed it`));
  return { ...finding, confidence: 'likely', missing: [...new Set([...finding.missing, ...asPrinted])] };
}
