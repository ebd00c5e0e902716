/** The lints, by id. */
import { doublePipe, evidenceDestroyed, otherPlatformSyntax, selfRemovalNotLast, unboundedAppend, writeMemory } from './commands.ts';
import { debugLeftOn, debugTooLate, noIndependentStopper, undebugAll } from './debugs.ts';
import { burstWithoutPeriod, commandAlwaysSkipped, missingRatelimit, noEvent, tagsWithoutTrigger, tooManyEvents } from './events.ts';
import { appletName, authorizationBypass, noAction, quotesInDescription } from './header.ts';
import { duplicateLabel, jumpToNowhere, labelOrder, unbalancedBlock } from './labels.ts';
import { controlCharacter, inventedSyntax, lineTooLong, questionMark, typographicQuotes } from './lines.ts';
import type { Lint } from './lint.ts';
import { maxrunTooShort, outOfRange, unitConfusion } from './numbers.ts';
import { doubledBackslash, literalDollar, patternInvalid, patternNeverMatches, patternTooWide, selfTrigger } from './patterns.ts';
import { noEnable, noSessionUser, pagerOn, unansweredPrompt } from './terminal.ts';
import { dollarInName, readOnlyVariable, undefinedVariable } from './variables.ts';

export const LINTS = {
  'applet-name': appletName,
  'authorization-bypass': authorizationBypass,
  'burst-without-period': burstWithoutPeriod,
  'command-always-skipped': commandAlwaysSkipped,
  'control-character': controlCharacter,
  'debug-left-on': debugLeftOn,
  'debug-too-late': debugTooLate,
  'dollar-in-name': dollarInName,
  'double-pipe': doublePipe,
  'doubled-backslash': doubledBackslash,
  'duplicate-label': duplicateLabel,
  'evidence-destroyed': evidenceDestroyed,
  'invented-syntax': inventedSyntax,
  'jump-to-nowhere': jumpToNowhere,
  'label-order': labelOrder,
  'line-too-long': lineTooLong,
  'literal-dollar': literalDollar,
  'maxrun-too-short': maxrunTooShort,
  'missing-ratelimit': missingRatelimit,
  'no-action': noAction,
  'no-enable': noEnable,
  'no-event': noEvent,
  'no-independent-stopper': noIndependentStopper,
  'no-session-user': noSessionUser,
  'other-platform-syntax': otherPlatformSyntax,
  'out-of-range': outOfRange,
  'pager-on': pagerOn,
  'pattern-invalid': patternInvalid,
  'pattern-never-matches': patternNeverMatches,
  'pattern-too-wide': patternTooWide,
  'question-mark': questionMark,
  'quotes-in-description': quotesInDescription,
  'read-only-variable': readOnlyVariable,
  'self-removal-not-last': selfRemovalNotLast,
  'self-trigger': selfTrigger,
  'tags-without-trigger': tagsWithoutTrigger,
  'too-many-events': tooManyEvents,
  'typographic-quotes': typographicQuotes,
  'unanswered-prompt': unansweredPrompt,
  'unbalanced-block': unbalancedBlock,
  'unbounded-append': unboundedAppend,
  'undebug-all': undebugAll,
  'undefined-variable': undefinedVariable,
  'unit-confusion': unitConfusion,
  'write-memory': writeMemory,
} as const satisfies Record<string, Lint>;
