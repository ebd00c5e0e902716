/** The lints, by id. */
import { doublePipe, evidenceDestroyed, otherPlatformSyntax, selfRemovalNotLast, unboundedAppend, writeMemory } from './commands.ts';
import { debugLeftOn, debugTooLate, noIndependentStopper, undebugAll } from './debugs.ts';
import { burstWithoutPeriod, commandAlwaysSkipped, missingRatelimit, noEvent, tagsWithoutTrigger, tooManyEvents } from './events.ts';
import { appletName, authorizationBypass, noAction, quotesInDescription } from './header.ts';
import { duplicateLabel, jumpToNowhere, labelOrder, unbalancedBlock } from './labels.ts';
import { controlCharacter, inventedSyntax, lineTooLong, questionMark, typographicQuotes } from './lines.ts';
import type { Lint } from './lint.ts';
import { endlessLoop, selfSpring, selfTrigger } from './loops.ts';
import { configurationInExec, execInConfiguration } from './modes.ts';
import { arithmeticOperand, maxrunTooShort, outOfRange, unitConfusion } from './numbers.ts';
import { doubledBackslash, literalDollar, missingSubmatch, patternInvalid, patternNeverMatches, patternTooWide } from './patterns.ts';
import { cronEntry, incomplete, syncAndSkip, triggerWithoutCorrelate, unknownPolicy, unknownTag } from './refused.ts';
import { noEnable, noSessionUser, pagerOn, unansweredPrompt, unansweredSecond } from './terminal.ts';
import { dollarInName, readOnlyVariable, undefinedVariable } from './variables.ts';

export const LINTS = {
  'applet-name': appletName,
  'arithmetic-operand': arithmeticOperand,
  'authorization-bypass': authorizationBypass,
  'burst-without-period': burstWithoutPeriod,
  'command-always-skipped': commandAlwaysSkipped,
  'configuration-in-exec': configurationInExec,
  'control-character': controlCharacter,
  'cron-entry': cronEntry,
  'debug-left-on': debugLeftOn,
  'debug-too-late': debugTooLate,
  'dollar-in-name': dollarInName,
  'double-pipe': doublePipe,
  'doubled-backslash': doubledBackslash,
  'duplicate-label': duplicateLabel,
  'endless-loop': endlessLoop,
  'evidence-destroyed': evidenceDestroyed,
  'exec-in-configuration': execInConfiguration,
  incomplete: incomplete,
  'invented-syntax': inventedSyntax,
  'jump-to-nowhere': jumpToNowhere,
  'label-order': labelOrder,
  'line-too-long': lineTooLong,
  'literal-dollar': literalDollar,
  'maxrun-too-short': maxrunTooShort,
  'missing-ratelimit': missingRatelimit,
  'missing-submatch': missingSubmatch,
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
  'self-spring': selfSpring,
  'self-trigger': selfTrigger,
  'sync-and-skip': syncAndSkip,
  'tags-without-trigger': tagsWithoutTrigger,
  'too-many-events': tooManyEvents,
  'trigger-without-correlate': triggerWithoutCorrelate,
  'typographic-quotes': typographicQuotes,
  'unanswered-prompt': unansweredPrompt,
  'unanswered-second': unansweredSecond,
  'unbalanced-block': unbalancedBlock,
  'unbounded-append': unboundedAppend,
  'undebug-all': undebugAll,
  'undefined-variable': undefinedVariable,
  'unit-confusion': unitConfusion,
  'unknown-policy': unknownPolicy,
  'unknown-tag': unknownTag,
  'write-memory': writeMemory,
} as const satisfies Record<string, Lint>;
