/** Meanings are the one sentence that an editor shows of a detector, an action or an option; kinds and ranges come from the grammar. */
import type { DetectorId, VerbId } from '../applet/model.ts';
import type { Part } from '../applet/syntax.ts';

export const DETECTORS_MEAN: Readonly<Record<DetectorId, string>> = {
  application: 'springs on an event that another policy publishes',
  cli: 'springs on a command that someone types, before it runs',
  config: 'springs on a change of the configuration',
  counter: 'springs when a named counter crosses a value',
  crash: 'springs on a crash',
  env: 'springs on the environment: temperature, fans, power',
  gold: 'springs on an online diagnostic',
  identity: 'springs on an authentication',
  interface: 'springs when a counter of an interface crosses a value',
  ioswdsysmon: 'springs on the CPU or the memory that a process takes',
  ipsla: 'springs on an IP SLA operation',
  mat: 'springs on a MAC address that is learnt or forgotten',
  'neighbor-discovery': 'springs on a neighbour by CDP or LLDP, or on the state of the link to it',
  nf: 'springs on flows that a flow monitor counts',
  none: 'springs on nothing: the applet runs by `event manager run`',
  oir: 'springs on a module that is put in or taken out',
  resource: 'springs on a resource threshold, by the name of its policy',
  rf: 'springs on a redundancy state',
  routing: 'springs when a route comes, goes or changes',
  rpc: 'springs on a remote call',
  snmp: 'springs when a polled object crosses a value',
  'snmp-notification': 'springs on an SNMP notification that arrives',
  'snmp-object': 'springs when someone asks for or sets an SNMP object',
  syslog: 'springs on a log message: by a pattern on the whole, or on one of its parts',
  test: 'springs on a test',
  timer: 'springs by the clock: once, at an instant, again and again, or by a cron entry',
  track: 'springs when a tracked object changes its state',
};

export const VERBS_MEAN: Readonly<Record<VerbId, string>> = {
  add: 'adds two numbers into `$_result`',
  append: "puts a text behind a variable's value",
  break: 'leaves the innermost loop',
  cli: "types a command on the applet's own terminal line; the answer is in `$_cli_result`",
  'cns-event': 'sends a text to a CNS gateway',
  comment: 'does nothing',
  context: 'saves variables for the next run of the applet, or brings them back',
  continue: 'begins the next round of the innermost loop',
  counter: 'changes a named counter; what is left is in `$_counter_value_remain`',
  decrement: 'lowers a variable by a number, by one when none is given',
  divide: 'divides the first number by the second into `$_result`, what is left over into `$_remainder`',
  else: 'turns an if block to what is left',
  elseif: 'turns an if block to another comparison',
  end: 'closes a block',
  exit: 'ends the applet, with a status when one is given',
  'export-to-telemetry': 'publishes a text as telemetry on IOS XE 17',
  file: 'opens, reads, writes or closes a file',
  'force-switchover': 'makes the standby route processor take over',
  foreach: 'runs its block once for each piece of a text',
  gets: 'reads a line that someone types at an applet run by hand',
  goto: 'goes on at a label',
  'handle-error': 'says what becomes of the run when an action fails: it ends unless told otherwise',
  help: 'reads or sets the help text of the command line',
  if: 'opens a block, or jumps with `goto`, when a comparison holds',
  increment: 'raises a variable by a number, by one when none is given',
  info: 'asks the router about itself: its name, its interfaces, an interface counter, an SNMP object',
  mail: 'sends a mail',
  multiply: 'multiplies two numbers into `$_result`',
  policy: 'runs another applet by name',
  'publish-event': 'publishes an event for applets that wait for its subsystem and type',
  puts: 'prints a text on the terminal of an applet that was run by hand, else into the log',
  regexp: 'matches a text: `$_regexp_result` is 1 or 0, the match and up to three parts of it go into variables',
  reload: 'restarts the router',
  set: 'gives a variable a value',
  'snmp-object-value': 'answers the request that an `snmp-object` event has heard',
  'snmp-trap': 'sends cEventMgrPolicyEvent with up to two numbers and a text',
  string: 'works on texts; the result is in `$_string_result`',
  subtract: 'subtracts the second number from the first into `$_result`',
  syslog: 'logs a message as %HA_EM-6-LOG',
  track: 'reads or sets a tracked object; its state is in `$_track_state`',
  wait: 'lets so many seconds pass',
  while: 'repeats its block while a comparison holds',
};

/** Of the options that many detectors have. */
const OPTIONS_MEAN: Readonly<Record<string, string>> = {
  maxrun: 'how long a run may last before it is killed; 20 s without it',
  ratelimit: 'how long after a run nothing springs again',
  nice: 'with 1 the run has a lower priority',
  'queue-priority': 'the place in the queue of runs that wait',
  pattern: 'what must match',
  occurs: 'how often it must happen',
  period: 'within which time it must happen so often',
  sync: 'whether whoever sprang it waits for the end of the run',
  skip: 'whether the command that was typed is not carried out',
  default: 'how long is waited for the end of the run',
  time: 'after which time, or at which instant',
  'cron-entry': 'minute, hour, day, month and weekday',
};

/** `\`occurs\`: a whole number, 1 to 32; how often it must happen` */
export function sayPart(part: Part): string {
  const name = 'keyword' in part ? part.keyword : part.field;
  const kind = 'kind' in part ? part.kind : undefined;
  const range = kind?.range === undefined ? '' : `, ${kind.range.min} to ${kind.range.max}${kind.range.unit}`;
  const means = 'keyword' in part ? OPTIONS_MEAN[part.keyword] : undefined;
  const said = [kind === undefined ? '' : `${kind.expects}${range}`, means ?? '', part.required ? 'it must be there' : ''];
  return `\`${name}\`: ${said.filter((each) => each !== '').join('; ') || 'alone, or with arguments of its own'}`;
}
