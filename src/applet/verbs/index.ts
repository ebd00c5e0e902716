/** The verbs that actions may use, by their word. */
import { add } from './add.ts';
import { append } from './append.ts';
import { breakLoop } from './break.ts';
import { cli } from './cli.ts';
import { cnsEvent } from './cns-event.ts';
import { comment } from './comment.ts';
import { context } from './context.ts';
import { continueLoop } from './continue.ts';
import { counter } from './counter.ts';
import { decrement } from './decrement.ts';
import { divide } from './divide.ts';
import { elseBlock } from './else.ts';
import { elseif } from './elseif.ts';
import { end } from './end.ts';
import { exit } from './exit.ts';
import { exportToTelemetry } from './export-to-telemetry.ts';
import { file } from './file.ts';
import { forceSwitchover } from './force-switchover.ts';
import { foreach } from './foreach.ts';
import { gets } from './gets.ts';
import { goto } from './goto.ts';
import { handleError } from './handle-error.ts';
import { help } from './help.ts';
import { ifBlock } from './if.ts';
import { increment } from './increment.ts';
import { info } from './info.ts';
import { mail } from './mail.ts';
import { multiply } from './multiply.ts';
import { policy } from './policy.ts';
import { publishEvent } from './publish-event.ts';
import { puts } from './puts.ts';
import { regexp } from './regexp.ts';
import { reload } from './reload.ts';
import { set } from './set.ts';
import { snmpObjectValue } from './snmp-object-value.ts';
import { snmpTrap } from './snmp-trap.ts';
import { string } from './string.ts';
import { subtract } from './subtract.ts';
import { syslog } from './syslog.ts';
import { track } from './track.ts';
import type { Verb } from './verb.ts';
import { wait } from './wait.ts';
import { whileBlock } from './while.ts';

export const VERBS = {
  add: add,
  append: append,
  break: breakLoop,
  cli: cli,
  'cns-event': cnsEvent,
  comment: comment,
  context: context,
  continue: continueLoop,
  counter: counter,
  decrement: decrement,
  divide: divide,
  else: elseBlock,
  elseif: elseif,
  end: end,
  exit: exit,
  'export-to-telemetry': exportToTelemetry,
  file: file,
  'force-switchover': forceSwitchover,
  foreach: foreach,
  gets: gets,
  goto: goto,
  'handle-error': handleError,
  help: help,
  if: ifBlock,
  increment: increment,
  info: info,
  mail: mail,
  multiply: multiply,
  policy: policy,
  'publish-event': publishEvent,
  puts: puts,
  regexp: regexp,
  reload: reload,
  set: set,
  'snmp-object-value': snmpObjectValue,
  'snmp-trap': snmpTrap,
  string: string,
  subtract: subtract,
  syslog: syslog,
  track: track,
  wait: wait,
  while: whileBlock,
} as const satisfies Record<string, Verb>;
