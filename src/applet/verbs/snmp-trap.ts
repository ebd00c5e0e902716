/** The verb `snmp-trap` sends cEventMgrPolicyEvent with up to two numbers and a text. [C] eem.md 1 */
import { count, TEXT } from '../kind.ts';
import { option } from '../syntax.ts';
import { verb } from './verb.ts';

const INT32 = count(-2_147_483_648, 2_147_483_647);

export const snmpTrap = verb(
  'snmp-trap',
  [option('intdata1', 'intdata1', INT32), option('intdata2', 'intdata2', INT32), option('strdata', 'strdata', TEXT)],
  function* ({ intdata1, intdata2, strdata }) {
    const number = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
    yield { kind: 'snmp-trap', intdata1: number(intdata1), intdata2: number(intdata2), strdata };
  },
);
