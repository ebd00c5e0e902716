/** A cause is the name of why the two peers came to disagree; the ids are stable and fixed by the cause catalogue. */
export const CAUSE_IDS = [
  'peer-reloaded',
  'sa-cleared',
  'delete-unsendable',
  'delete-lost',
  'sender-data-plane-stale',
  'rekey-race',
  'new-sa-killed-by-early-packet',
  'simultaneous-rekey',
  'half-open-ikev2',
  'lifetime-mismatch',
  'volume-lifetime-expired',
  'dpd-absent',
  'dpd-false-positive',
  'ha-failover',
  'misrouted-esp',
  'nat-rebinding',
  'stale-nhrp',
  'recovery-unsupported',
  'spi-0xff-defect',
  'receiver-data-plane-missing',
  'stuck-negotiation',
  'foreign-traffic',
  'sdwan-stale-tloc',
  'resource-exhaustion',
  'rekey-reorder',
  'nat-exemption',
] as const;

/** One of them: `delete-lost`. */
export type CauseId = (typeof CAUSE_IDS)[number];
