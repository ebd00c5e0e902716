/** What both daemons are told: strongswan.conf and swanctl.conf of one side, for one story. */

export type Letter = 'a' | 'b';
export type Version = 1 | 2;
export type Options = Readonly<Record<string, string | number>>;

/** What a story changes at one side, against the defaults below. */
export interface Settings {
  readonly charon?: Options;
  readonly ike?: Options;
  readonly child?: Options;
}

export const ADDRESS = { a: '192.0.2.1', b: '198.51.100.1' } as const satisfies Record<Letter, string>;
export const HOST = { a: 'hq', b: 'branch' } as const satisfies Record<Letter, string>;
/** One address of each protected network; the peers ping each other there. */
export const INSIDE = { a: '10.1.0.1', b: '10.2.0.1' } as const satisfies Record<Letter, string>;
export const otherOf = (side: Letter): Letter => (side === 'a' ? 'b' : 'a');

const PLUGINS =
  'random nonce aes sha1 sha2 hmac pem pkcs1 curve25519 gmp x509 openssl kdf kernel-libipsec kernel-netlink socket-default vici updown';

/** Five seconds until a peer counts as dead: the stories are short. */
const CHARON_DEFAULTS = { retransmit_timeout: '1.0', retransmit_base: '1.2', retransmit_tries: 3 } as const;
/** Without MOBIKE: it probes when an address appears, in messages that no story is about. */
const IKE_DEFAULTS = { rekey_time: '1h', mobike: 'no', dpd_delay: '0s', proposals: 'aes256-sha256-modp2048' } as const;
const CHILD_DEFAULTS = { rekey_time: '1h', rand_time: '0s', esp_proposals: 'aes128-sha256-modp2048', dpd_action: 'clear' } as const;

const writeOptions = (options: Options): string =>
  Object.entries(options)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n');

/** `ike_name` differs between the sides: both forms of a line occur in the field. */
export const writeDaemonSettings = (side: Letter, folder: string, settings: Settings): string => `charon {
load = ${PLUGINS}
load_modular = no
threads = 16
${writeOptions({ ...CHARON_DEFAULTS, ...settings.charon })}
plugins {
kernel-libipsec {
allow_peer_ts = yes
}
vici {
socket = unix://${folder}/charon.vici
}
}
filelog {
charon {
path = ${folder}/charon.log
time_format = %b %e %T
time_add_ms = yes
append = yes
flush_line = yes
ike_name = ${side === 'b' ? 'yes' : 'no'}
default = 1
ike = 2
chd = 2
esp = 2
}
}
}
`;

export const writeConnections = (side: Letter, version: Version, settings: Settings): string => {
  const [here, there] = [side, otherOf(side)];
  return `connections {
${HOST[here]}-${HOST[there]} {
version = ${version}
local_addrs = ${ADDRESS[here]}
remote_addrs = ${ADDRESS[there]}
encap = yes
${writeOptions({ ...IKE_DEFAULTS, ...settings.ike })}
local {
auth = psk
id = ${ADDRESS[here]}
}
remote {
auth = psk
id = ${ADDRESS[there]}
}
children {
net {
local_ts = ${INSIDE[here]}/32
remote_ts = ${INSIDE[there]}/32
${writeOptions({ ...CHILD_DEFAULTS, ...settings.child })}
}
}
}
}
secrets {
ike-peer {
id-1 = ${ADDRESS.a}
id-2 = ${ADDRESS.b}
secret = flaptrap-example
}
}
`;
};
