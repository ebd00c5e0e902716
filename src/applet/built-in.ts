/** Built-in variables are what a detector, or an action, gives a run: what the device's own list says of each detector. [C] eem.md 7 */
import type { DetectorId } from './model.ts';

/** With every event. [C] eem.md 7 */
const ALWAYS = new Set([
  '_event_id',
  '_job_id',
  '_event_type',
  '_event_type_string',
  '_event_pub_time',
  '_event_pub_sec',
  '_event_pub_msec',
  '_event_severity',
  '_exit_status',
]);

/** What each detector's names begin with, and the names where the list gives all of them. */
const BY_DETECTOR: Partial<Record<DetectorId, { prefix: string; names?: string }>> = {
  application: { prefix: '_application_' },
  cli: { prefix: '_cli_', names: 'msg msg_count line key tty username host privilege error_code mode_context' },
  config: { prefix: '_config_' },
  counter: { prefix: '_counter_', names: 'name value' },
  crash: { prefix: '_crash_' },
  env: { prefix: '_env_' },
  gold: { prefix: '_gold_', names: 'card sub_card' },
  identity: { prefix: '_identity_' },
  interface: { prefix: '_interface_', names: 'name parameter is_increment value delta_value exit_event' },
  ioswdsysmon: { prefix: '_ioswd_' },
  ipsla: {
    prefix: '_ipsla_',
    names:
      'group_name oper_id condition react_type threshold_type dest_ip_addr threshold_rising threshold_falling threshold_count threshold_count2 measured_threshold_value',
  },
  mat: { prefix: '_mat_', names: 'notification intf_name mac_address' },
  'neighbor-discovery': {
    prefix: '_nd_',
    names:
      'notification intf_linkstatus intf_linestatus local_intf_name short_local_intf_name port_id protocol proto_notif proto_new_entry cdp_entry_name cdp_hold_time cdp_mgmt_domain cdp_platform cdp_version cdp_capabilities_string cdp_capabilities_bits lldp_chassis_id lldp_system_name lldp_system_description lldp_ttl lldp_port_description lldp_system_capabilities_string lldp_enabled_capabilities_string lldp_system_capabilities_bits lldp_enabled_capabilities_bits lldp_capabilities_bits lldp_capabilities_bit',
  },
  nf: { prefix: '_nf_' },
  none: { prefix: '_none_' },
  oir: { prefix: '_oir_', names: 'event slot' },
  resource: { prefix: '_resource_' },
  rf: { prefix: '_rf_', names: 'event' },
  routing: {
    prefix: '_routing_',
    names:
      'network mask prefix_len protocol type tag_name vrf_name topo_name lastgateway distance time time_sec time_msec metric lastinterface afi',
  },
  rpc: { prefix: '_rpc_' },
  snmp: { prefix: '_snmp_', names: 'oid oid_val oid_delta_val exit_event' },
  'snmp-notification': { prefix: '_snmp_notif_' },
  'snmp-object': { prefix: '_snmp_', names: 'oid request request_type value' },
  syslog: { prefix: '_syslog_', names: 'msg priority sequence timestamp facility mnemonic' },
  timer: { prefix: '_timer_', names: 'type time remain' },
  track: { prefix: '_track_', names: 'number state' },
};

/** What actions give, by the verb that gives it; a map, for applets name variables, and `constructor` is a name like any other. [L] eem.md 7 */
export const GIVEN_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ['_cli_result', ['cli']],
  ['_regexp_result', ['regexp']],
  ['_string_result', ['string']],
  ['_result', ['add', 'subtract', 'multiply', 'divide']],
  ['_remainder', ['divide']],
  ['_counter_value_remain', ['counter']],
  ['_track_state', ['track']],
  ['_info_routername', ['info']],
  ['_info_interface_names', ['info']],
]);

export function isAlwaysGiven(name: string): boolean {
  return ALWAYS.has(name) || name === '_error';
}

/** With every event, and what the list names of each of these detectors. */
export function givenBy(detectors: readonly DetectorId[]): string[] {
  const own = detectors.flatMap((id) => {
    const { prefix = '', names = '' } = BY_DETECTOR[id] ?? {};
    return names === '' ? [] : names.split(' ').map((name) => prefix + name);
  });
  return [...new Set([...own, ...ALWAYS])];
}

/** The detectors that may give the name; empty when the name is like one of a detector, and none has it; undefined when it is like none. */
export function giversOf(name: string): DetectorId[] | undefined {
  const like = (Object.entries(BY_DETECTOR) as [DetectorId, { prefix: string; names?: string }][]).filter(([, { prefix }]) =>
    name.startsWith(prefix),
  );
  if (like.length === 0) return undefined;
  return like.flatMap(([id, { prefix, names }]) =>
    names === undefined || isNamed(names.split(' '), name.slice(prefix.length)) ? [id] : [],
  );
}

/** `cdp_capabilities_bits_5` is one of a row that the list names once. */
function isNamed(names: readonly string[], name: string): boolean {
  return names.includes(name) || names.includes(name.replace(/_\d+$/, ''));
}
