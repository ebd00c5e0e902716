/** The verb `info` asks the router about itself: its name, its interfaces, an interface counter, an SNMP object. [C] */
import { choice } from '../kind.ts';
import { compilePattern } from '../pattern.ts';
import { option, optional, required, rest } from '../syntax.ts';
import { verb } from './verb.ts';

/** Where the answer to each question goes. */
const RESULTS: Readonly<Record<string, string>> = {
  'interface-names': '_info_interface_names',
  routername: '_info_routername',
  snmp: '_info_snmp_value',
};

export const info = verb(
  'info',
  [required(option('type', 'type', choice('cli', 'interface-names', 'routername', 'snmp', 'syslog'))), optional(rest('argumentText'))],
  function* ({ type, argumentText }, machine) {
    const answer = yield { kind: 'info', what: type, argumentText: argumentText ?? '' };
    const output = answer?.output ?? '';
    const variable = RESULTS[type];
    if (type === 'snmp') for (const [name, value] of snmpVariables(argumentText ?? '', answer?.values ?? {})) machine.set(name, value);
    if (variable !== undefined) machine.set(variable, type === 'interface-names' ? chosen(output, argumentText ?? '') : output);
  },
);

/** `include "Ethernet"` */
const FILTER = /^(?<act>include|exclude|begin)\s+"?(?<pattern>.*?)"?$/;

/** The names that the filter leaves, one blank between two, as `foreach` wants them. [L] */
function chosen(output: string, argumentText: string): string {
  const names = output.split(/\s+/).filter((name) => name !== '');
  const { act, pattern } = FILTER.exec(argumentText)?.groups ?? {};
  const isFound = (name: string): boolean => pattern === undefined || compilePattern(pattern)?.test(name) === true;
  if (act === 'begin') return names.slice(names.findIndex(isFound) === -1 ? names.length : names.findIndex(isFound)).join(' ');
  return names.filter((name) => isFound(name) !== (act === 'exclude')).join(' ');
}

/** What `getid` asks for, in the order of its numbers under 1.3.6.1.2.1.1. [C] 2960 p.1807 */
const IDENTITY = ['sysdescr', 'sysobjectid', 'sysuptime', 'syscontact', 'sysname', 'syslocation'];

/** The object that was asked for, by number; `getid` asks for six at once and gives a pair of variables for each. */
function snmpVariables(argumentText: string, values: Readonly<Record<string, string>>): [string, string][] {
  const oid = /^oid\s+(?<oid>\S+)/.exec(argumentText)?.groups?.['oid'];
  if (oid !== undefined) return [['_info_snmp_oid', oid]];
  if (!argumentText.startsWith('getid')) return [];
  return IDENTITY.flatMap((name, index): [string, string][] => [
    [`_info_snmp_${name}_oid`, `1.3.6.1.2.1.1.${index + 1}.0`],
    [`_info_snmp_${name}_value`, values[name] ?? ''],
  ]);
}
