/** Explaining a rule shows how it was decided on each incident of a bundle: its words, its outcome, its lines, what it missed. */
import { FlaptrapError } from '../errors.ts';
import { plainLine } from '../plain-text.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Rule } from '../verdict/rule.ts';
import { RULES } from '../verdict/rules/index.ts';
import type { Verdict } from '../verdict/verdict.ts';

export function explainRule({ incidents, findings }: Verdict, id: string): string {
  const { statement, meaning, needs, explains, reference } = requireRule(id);
  return [
    `RULE ${id}: ${statement}.`,
    `It means that ${meaning}.`,
    'It needs:',
    ...needs.map((need) => `  ${need}`),
    ...(explains.length === 0 ? [] : [`When it holds, these are not reported as well: ${explains.join(', ')}.`]),
    `Reference (docs/domain): ${reference}`,
    ...(incidents.length === 0 ? ['', 'The bundle has no incident, so there is nothing to decide.'] : []),
    ...findings.filter((finding) => finding.rule === id).flatMap((finding) => explainFinding(finding, incidents)),
  ]
    .map(plainLine)
    .join('\n');
}

export function requireRule(id: string): Rule {
  const rule = Object.values<Rule>(RULES).find((each) => each.id === id);
  if (rule !== undefined) return rule;
  throw new FlaptrapError('input', `there is no rule ${id}`, { next: `choose one of ${Object.keys(RULES).join(', ')}` });
}

function explainFinding(
  { incident, outcome, confidence, statement, evidence, missing }: Finding,
  incidents: Verdict['incidents'],
): string[] {
  const judged = incidents[incident];
  return [
    '',
    `INCIDENT ${incident + 1} (SPI ${judged?.spi} at ${judged?.receiver}): ${outcome}${outcome === 'holds' ? `, ${confidence}` : ''}`,
    `  ${statement}.`,
    ...evidence.map(({ side, file, line, text }) => `  ${side} ${file}:${line}  ${text.trim()}`),
    ...missing.map((each) => `  what would have decided it: ${each}`),
    ...(judged === undefined ? [] : [`  the verdict of this incident: ${judged.cause.id} (${judged.cause.confidence})`]),
  ];
}
