/** What a bundle should hold of each peer, so that its absence is said and never taken for good news. */

export interface Expected {
  /** The command as it is typed. */
  command: string;
  /** A file by one of these names serves. */
  names: RegExp;
}

export const EXPECTED: readonly Expected[] = [
  // show_logging.txt, show_log.txt, syslog-branch.log, debug.txt; not what was shown before or after
  { command: 'show logging', names: /^(?!show_(?:at|before)_).*(?:log|debug|console|trace)/i },
  // show_crypto_ipsec_sa.txt, show_crypto_ipsec_sa_peer_198_51_100_1_detail.txt
  { command: 'show crypto ipsec sa', names: /^show_crypto_ipsec_sa(?:_|\.|$)/i },
  // show_crypto_isakmp_sa.txt, show_crypto_ikev2_sa_detailed.txt
  { command: 'show crypto isakmp sa', names: /^show_crypto_(?:isakmp|ikev2)_sa(?:_|\.|$)/i },
  // show_crypto_session_detail.txt
  { command: 'show crypto session detail', names: /^show_crypto_session/i },
  // show_running_config_section_crypto.txt, show_running_config.txt
  { command: 'show running-config | section crypto', names: /^show_run/i },
  // show_version.txt
  { command: 'show version', names: /^show_ver/i },
  // show_clock_detail.txt, show_clock.txt
  { command: 'show clock detail', names: /^show_clock/i },
];
