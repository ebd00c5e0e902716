/** The verbs that actions may use, by their word. */
import { add, decrement, divide, increment, multiply, subtract } from './arithmetic.ts';
import {
  breakLoop,
  comment,
  continueLoop,
  elseBlock,
  elseif,
  end,
  exit,
  foreach,
  goto,
  handleError,
  ifBlock,
  wait,
  whileBlock,
} from './flow.ts';
import { info } from './info.ts';
import { cnsEvent, exportToTelemetry, mail, publishEvent, snmpObjectValue, snmpTrap, syslog } from './messages.ts';
import { file, forceSwitchover, policy, reload } from './router.ts';
import { regexp, string } from './strings.ts';
import { cli, gets, help, puts } from './terminal.ts';
import { append, context, counter, set, track } from './variables.ts';
import type { Verb } from './verb.ts';

export const VERBS = {
  add,
  append,
  break: breakLoop,
  cli,
  'cns-event': cnsEvent,
  comment,
  context,
  continue: continueLoop,
  counter,
  decrement,
  divide,
  else: elseBlock,
  elseif,
  end,
  exit,
  'export-to-telemetry': exportToTelemetry,
  file,
  'force-switchover': forceSwitchover,
  foreach,
  gets,
  goto,
  'handle-error': handleError,
  help,
  if: ifBlock,
  increment,
  info,
  mail,
  multiply,
  policy,
  'publish-event': publishEvent,
  puts,
  regexp,
  reload,
  set,
  'snmp-object-value': snmpObjectValue,
  'snmp-trap': snmpTrap,
  string,
  subtract,
  syslog,
  track,
  wait,
  while: whileBlock,
} as const satisfies Record<string, Verb>;
