/** The schema of a peer: one that flaptrap logs in to, or one that is not ours, of which it knows the address and whose it is. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { DYNAMIC, isDynamic, readAddress } from '../ipsec/address.ts';
import { FOREIGN_VENDORS } from './foreign.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const name = z.string().regex(NAME, 'expected a name of letters, digits, dots, dashes and underscores');
export const host = z.string().regex(/^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/, 'expected a host name or an IP address');
const vrfName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/, 'expected the name of a VRF');
const interfaceName = z.string().regex(/^[A-Za-z][A-Za-z-]*[0-9][0-9/.:]*$/, 'expected an interface such as Tunnel0');
export const port = z.int().min(1).max(65_535);
const address = z
  .string()
  .transform((text, context) => {
    if (isDynamic(text)) return DYNAMIC;
    const isIpv4 = ipaddr.IPv4.isValidFourPartDecimal(text);
    const read = isIpv4 || text.includes(':') ? readAddress(text) : undefined;
    if (read === undefined) context.addIssue('expected an IPv4 address such as 192.0.2.1, an IPv6 address, or dynamic');
    return read ?? z.NEVER;
  })
  .describe(
    'IPv4 address in dotted decimal, IPv6 address, or `dynamic` for a peer whose address changes: no debug can be limited to it then.',
  );

const managed = z.strictObject({
  name,
  host: host.describe('Management address: where flaptrap logs in by SSH.'),
  port: port.default(22),
  address: address.describe('IKE address as this router itself uses it.'),
  natAddress: address.optional().describe('Address by which the other router sees this one, when a NAT stands between them.'),
  platform: z.enum(['auto', ...keysOf(PLATFORMS)]).default('auto'),
  vrf: vrfName.optional().describe('The inner VRF, that of the traffic; {vrf} or {ivrf} in shows.'),
  frontVrf: vrfName.optional().describe('The front VRF, in which the IKE addresses lie; {frontVrf} or {fvrf} in shows.'),
  interface: interfaceName.optional().describe("The tunnel's interface on this router, such as Tunnel0; {interface} in shows."),
  login: name.describe('Which of `logins` is used.'),
  jumpHosts: z.array(name).default([]).describe('Which of `jumpHosts` are passed through, in the order of travel.'),
  legacyAlgorithms: z.boolean().default(false).describe('Also offers the weak SSH algorithms that old IOS needs.'),
  vendor: z.undefined().optional(),
});

/** A cloud's gateway, a partner's router, another vendor's box. */
const foreign = z.strictObject({
  name,
  address: address.describe('IKE address as this peer itself uses it.'),
  natAddress: address.optional().describe('Address by which our router sees this peer, when a NAT stands between them.'),
  vendor: z
    .enum(keysOf(FOREIGN_VENDORS))
    .describe('This peer is not ours: nobody logs in to it, and `plan` says what to ask its operator for. Without host and login.'),
});

export const PEER = z.discriminatedUnion('vendor', [managed, foreign], {
  error: ({ code }) => (code === 'invalid_union' ? `expected one of ${Object.keys(FOREIGN_VENDORS).join(', ')}` : undefined),
});

/** A spoke of a hub's list: only the hub is armed, and its operator is whoever has it. */
const spoke = z.strictObject({ ...foreign.shape, vendor: foreign.shape.vendor.default('ios') });

/** As many as anybody reads; how many fit into one capture is told by `check`. */
const SPOKES_MAX = 32;

export const TUNNEL = z.strictObject({
  a: PEER,
  b: z
    .union([PEER, z.array(spoke).min(1).max(SPOKES_MAX)])
    .describe('The other end; or the list of the spokes of which a is the hub: a is armed once, with a debug condition for each of them.'),
});

/** As it is stored: the first spoke, and the others beside it. */
export const STORED_ENDS = { tunnel: z.object({ a: PEER, b: PEER }), spokes: z.array(foreign).default([]) };

/** Of either form, as people write them. */
export const PEER_KEYS = Object.keys({ ...foreign.shape, ...managed.shape });

export type ManagedPeer = z.output<typeof managed>;
export type ForeignPeer = z.output<typeof foreign>;

export function keysOf<const Key extends string>(set: Readonly<Record<Key, unknown>>): [Key, ...Key[]] {
  return Object.keys(set) as [Key, ...Key[]];
}
