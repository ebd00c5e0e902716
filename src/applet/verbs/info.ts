/** The verb `info` asks the router about itself: its name, an interface counter, an SNMP object. [C] */
import { choice } from '../kind.ts';
import { option, optional, required, rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const info = verb(
  'info',
  [required(option('type', 'type', choice('cli', 'interface-names', 'routername', 'snmp', 'syslog'))), optional(rest('argumentText'))],
  function* ({ type, argumentText }, machine) {
    const answer = yield { kind: 'info', what: type, argumentText: argumentText ?? '' };
    if (type === 'routername') machine.set('_info_routername', answer?.output ?? '');
    if (type === 'snmp') machine.set('_info_snmp_value', answer?.output ?? '');
  },
);
