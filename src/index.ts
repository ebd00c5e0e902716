/** The public library of flaptrap: judge a bundle, read and lint applets, check and plan playbooks. */
export { type LintOptions, lintText } from './applet/lint.ts';
export type { Applet } from './applet/model.ts';
export { type ParsedApplets, parseApplets } from './applet/parse.ts';
export { printApplet } from './applet/print.ts';
export type { Bundle } from './bundle/bundle.ts';
export { readBundle } from './bundle/read.ts';
export { type Diagnostic, printDiagnostics } from './diagnostic.ts';
export { FlaptrapError, printError } from './errors.ts';
export { makePlan } from './playbook/make-plan.ts';
export { type ParsedPlaybook, parsePlaybook } from './playbook/parse.ts';
export type { Plan } from './playbook/plan.ts';
export type { Playbook } from './playbook/playbook.ts';
export { FORMATS } from './report/formats/index.ts';
export type { Timeline } from './timeline/model.ts';
export { buildTimeline } from './timeline/timeline.ts';
export { judge } from './verdict/judge.ts';
export type { Verdict } from './verdict/verdict.ts';
