/** The lints, by id. */
import { appletName } from './applet-name.ts';
import { authorizationBypass } from './authorization-bypass.ts';
import { burstWithoutPeriod } from './burst-without-period.ts';
import { commandAlwaysSkipped } from './command-always-skipped.ts';
import { controlCharacter } from './control-character.ts';
import { debugLeftOn } from './debug-left-on.ts';
import { debugTooLate } from './debug-too-late.ts';
import { dollarInName } from './dollar-in-name.ts';
import { doublePipe } from './double-pipe.ts';
import { doubledBackslash } from './doubled-backslash.ts';
import { duplicateLabel } from './duplicate-label.ts';
import { evidenceDestroyed } from './evidence-destroyed.ts';
import { inventedSyntax } from './invented-syntax.ts';
import { jumpToNowhere } from './jump-to-nowhere.ts';
import { labelOrder } from './label-order.ts';
import { lineTooLong } from './line-too-long.ts';
import type { Lint } from './lint.ts';
import { literalDollar } from './literal-dollar.ts';
import { maxrunTooShort } from './maxrun-too-short.ts';
import { missingRatelimit } from './missing-ratelimit.ts';
import { noAction } from './no-action.ts';
import { noEnable } from './no-enable.ts';
import { noEvent } from './no-event.ts';
import { noIndependentStopper } from './no-independent-stopper.ts';
import { noSessionUser } from './no-session-user.ts';
import { otherPlatformSyntax } from './other-platform-syntax.ts';
import { outOfRange } from './out-of-range.ts';
import { pagerOn } from './pager-on.ts';
import { patternInvalid } from './pattern-invalid.ts';
import { patternNeverMatches } from './pattern-never-matches.ts';
import { patternTooWide } from './pattern-too-wide.ts';
import { questionMark } from './question-mark.ts';
import { quotesInDescription } from './quotes-in-description.ts';
import { readOnlyVariable } from './read-only-variable.ts';
import { selfRemovalNotLast } from './self-removal-not-last.ts';
import { selfTrigger } from './self-trigger.ts';
import { tagsWithoutTrigger } from './tags-without-trigger.ts';
import { tooManyEvents } from './too-many-events.ts';
import { typographicQuotes } from './typographic-quotes.ts';
import { unansweredPrompt } from './unanswered-prompt.ts';
import { unbalancedBlock } from './unbalanced-block.ts';
import { unboundedAppend } from './unbounded-append.ts';
import { undebugAll } from './undebug-all.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { unitConfusion } from './unit-confusion.ts';
import { writeMemory } from './write-memory.ts';

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
