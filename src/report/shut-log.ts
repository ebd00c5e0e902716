/** A shut log is told as what it could not have shown, why, and what to type so that the next one shows it. */
import type { ShutLog } from '../timeline/shut-log.ts';
import { printSpan } from '../timeline/span.ts';

/** `show_logging.txt: its buffer keeps level errors, and the message is a warning (4)` */
export function sayShut(shut: ShutLog): string {
  return `${shut.file}: ${why(shut)}`;
}

function why(shut: ShutLog): string {
  switch (shut.by) {
    case 'off':
      return 'logging is off (no logging on)';
    case 'disabled':
      return 'its buffer is disabled';
    case 'level':
      return `${shut.at === 'buffer' ? 'its buffer keeps' : 'the syslog servers get'} level ${shut.level}, and the message is a warning (severity 4)`;
    case 'discriminator':
      return `the discriminator ${shut.name} stands before ${shut.at === 'buffer' ? 'its buffer' : 'the syslog servers'}, and may have dropped the message`;
    case 'filter-module':
      return 'a filter module stands before its buffer (filtering enabled), and may have dropped the message';
    case 'filtered':
      return `it came through \`${shut.command}\`, which need not have shown the message`;
    case 'vendor':
      return `${shut.title} logs nothing of ESP with an SPI that it does not know`;
    case 'short':
      return `its lines are of ${shut.lastsMs === 0 ? 'one instant' : printSpan(shut.lastsMs)} only`;
    case 'refused':
      return `the router answered \`${shut.answer}\``;
    case 'elsewhere':
      return `it is of a router that calls itself ${shut.router}, and nothing in it is of either end of this tunnel`;
    case 'trace':
      return 'an event trace keeps no messages of the log';
    case 'cut':
      return 'it was handed in cut short, and the message may be in what is gone';
    case 'empty':
      return shut.went === null || shut.went === 0
        ? 'no message is in it'
        : `none of the ${shut.went} messages that went to its buffer is left`;
    case 'severe':
      return `${shut.messages === 1 ? 'its only message is' : `all of its ${shut.messages} messages are`} of severity 0 to 3, and nothing shows that it keeps a warning (severity 4)`;
    case 'lossy':
      return `${shut.lost} messages were dropped or held back by a rate limit, and ${shut.went} were logged: it may be one of those that were not`;
    case 'brief':
      return `its buffer holds ${shut.messages} of the ${shut.went} messages that went to it, of ${printSpan(shut.lastsMs)} only`;
  }
}

const LARGE_BUFFER = 'logging buffered 4096000 debugging';

/** Lines of configuration, for the router; none where only waiting helps. */
export function openedBy(shut: readonly ShutLog[]): string[] {
  return [...new Set(shut.flatMap(linesFor))];
}

function linesFor(shut: ShutLog): string[] {
  // It is a question of what is collected, not of what is kept.
  if (insteadOf(shut).length > 0) return [];
  if (shut.by === 'off') return ['logging on', LARGE_BUFFER];
  if ('at' in shut && shut.at === 'servers') return shut.by === 'level' ? ['logging trap warnings'] : [LARGE_BUFFER];
  // A buffer that is configured anew has no filter before it. [B]
  if (shut.by === 'discriminator' || shut.by === 'filter-module') return ['no logging buffered', LARGE_BUFFER];
  if (shut.by === 'lossy') return ['no logging rate-limit', LARGE_BUFFER];
  if (shut.by === 'severe') return ['logging trap warnings', LARGE_BUFFER];
  return [LARGE_BUFFER];
}

/** What to collect instead, where what was handed in cannot show it and something else can: `show logging, without a filter`. */
export function collectedBy(shut: readonly ShutLog[]): string[] {
  return [...new Set(shut.flatMap(insteadOf))];
}

function insteadOf(shut: ShutLog): string[] {
  if (shut.by === 'vendor') return [shut.counted];
  if (shut.by === 'refused') return ['show logging, with the command in full and a user whose privilege allows it'];
  if (shut.by === 'elsewhere') return ['its own log'];
  if (shut.by === 'cut') return ['the same file, whole'];
  if (shut.by === 'short') return ['a log that goes on over the time of the flap'];
  return shut.by === 'filtered' ? ['show logging, without a filter'] : [];
}
