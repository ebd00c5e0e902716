/** The detector `ipsla` springs on an IP SLA operation. [C] the device's own list */
import { count, WORD } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const ipsla = {
  id: 'ipsla',
  title: 'an IP SLA operation',
  syntax: [
    option('group-name', 'groupName', WORD),
    option('operation-id', 'operationId', count(1, 2_147_483_647)),
    option('reaction-type', 'reactionType', WORD),
    option('dest-ip-addr', 'destinationAddress', WORD, 'dest-ip-address'),
    ...COMMON,
  ],
} as const satisfies Detector;
