/** The verbs that actions may use, by their word. */
import { add } from './add.ts';
import { append } from './append.ts';
import { breakLoop } from './break.ts';
import { cli } from './cli.ts';
import { comment } from './comment.ts';
import { continueLoop } from './continue.ts';
import { decrement } from './decrement.ts';
import { divide } from './divide.ts';
import { elseBlock } from './else.ts';
import { elseif } from './elseif.ts';
import { end } from './end.ts';
import { exit } from './exit.ts';
import { foreach } from './foreach.ts';
import { goto } from './goto.ts';
import { ifBlock } from './if.ts';
import { increment } from './increment.ts';
import { mail } from './mail.ts';
import { multiply } from './multiply.ts';
import { policy } from './policy.ts';
import { puts } from './puts.ts';
import { regexp } from './regexp.ts';
import { reload } from './reload.ts';
import { set } from './set.ts';
import { snmpTrap } from './snmp-trap.ts';
import { string } from './string.ts';
import { subtract } from './subtract.ts';
import { syslog } from './syslog.ts';
import type { Verb } from './verb.ts';
import { wait } from './wait.ts';
import { whileBlock } from './while.ts';

export const VERBS = {
  add,
  append,
  break: breakLoop,
  cli,
  comment,
  continue: continueLoop,
  decrement,
  divide,
  else: elseBlock,
  elseif,
  end,
  exit,
  foreach,
  goto,
  if: ifBlock,
  increment,
  mail,
  multiply,
  policy,
  puts,
  regexp,
  reload,
  set,
  'snmp-trap': snmpTrap,
  string,
  subtract,
  syslog,
  wait,
  while: whileBlock,
} as const satisfies Record<string, Verb>;
