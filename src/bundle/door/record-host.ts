/** Who printed a record stands in a field of it: each collector has its own name for that field. */
import { readAddress } from '../../ipsec/address.ts';

/**
 * The end of a field's path, the most telling first: who spoke, before whoever took it in. [C] Elastic Common Schema (`host.hostname`,
 * `observer.name`, `log.syslog.hostname`), GELF and Graylog (`source`), systemd.journal-fields(7) (`SYSLOG_IDENTIFIER` before `_HOSTNAME`), rsyslog
 * (`hostname`, `fromhost`), syslog-ng (`HOST`), Logstash (`logsource`), CEF (`dvchost`); [L] what people call a label of Loki
 */
const FIELDS = [
  'observer.hostname',
  'observer.name',
  'log.syslog.hostname',
  'syslog_hostname',
  'syslog_identifier',
  'inventory_hostname',
  'router',
  'device',
  'device_name',
  'devicename',
  'dvchost',
  'sysname',
  'logsource',
  'host.hostname',
  'host.name',
  'hostname',
  'host',
  'fromhost',
  'host_from',
  'node',
  'computer',
  'instance',
  'source',
  'observer.ip',
  'host.ip',
  'fromhost-ip',
  'source_ip',
  'gl2_remote_ip',
  '_hostname',
];
/** `hq`, `hq.example.net`, `192.0.2.1`; not `udp:514` or `/var/log/cisco.log`. */
const NAME = /^[A-Za-z][\w-]{0,62}(?:\.[\w-]{1,62}){0,6}$/;
/** What a tool calls any source, or the kind of one. */
const NO_NAME = /^(?:syslog|udp|tcp|tls|cisco|ios|network|localhost|unknown|null|none)$/i;
const DEPTH_MAX = 6;

/** A field's path, in small letters, with its text. */
type Field = readonly [path: string, text: string];

/** As it is written there; undefined where no field of the record says so. */
export function hostOfRecord(record: object): string | undefined {
  const fields = fieldsIn(record, '', 0);
  for (const name of FIELDS)
    for (const [path, text] of fields) if ((path === name || path.endsWith(`.${name}`)) && isHost(text)) return text;
  return undefined;
}

function isHost(text: string): boolean {
  return readAddress(text) !== undefined || (NAME.test(text) && !NO_NAME.test(text));
}

/** `{"fields":{"host.name":["hq"]}}` has the same field as `{"host":{"name":"hq"}}`. */
function fieldsIn(value: object, above: string, depth: number): Field[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]): readonly Field[] => {
    const path = Array.isArray(value) ? above : above === '' ? key.toLowerCase() : `${above}.${key.toLowerCase()}`;
    if (typeof each === 'string') return [[path, each.trim()]];
    return typeof each === 'object' && each !== null && depth < DEPTH_MAX ? fieldsIn(each, path, depth + 1) : [];
  });
}
