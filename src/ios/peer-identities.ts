/** Peer identities are the keys and profiles by which a router lets a peer in, each with the addresses that it fits. */
import type { ConfigurationSection } from './configuration.ts';
import { quoteLine } from './configured-line.ts';
import type { NamedPeer } from './named-peers.ts';
import { type RemoteMatch, readRemote } from './remote-match.ts';
import type { ShowLine } from './show-lines.ts';

/** `crypto isakmp key KEY address 198.51.100.0 255.255.255.0 no-xauth`, `… address ipv6 2001:DB8::1/128`, `… hostname branch` */
export const ISAKMP_KEY = /^crypto isakmp key .*? (?:address (?:ipv6 )?|hostname )(\S+)(?: (\d+\.\d+\.\d+\.\d+))?/;

/** Below which heads lines of which form name whom, under which version of IKE. */
const FORMS: readonly { ike: 1 | 2; head: RegExp; line: RegExp }[] = [
  // pre-shared-key address 198.51.100.0 255.255.255.0 key KEY
  {
    ike: 1,
    head: /^crypto keyring /,
    line: /^\s*pre-shared-key (?:address (?:ipv6 )?|hostname )(\S+)(?: (\d+\.\d+\.\d+\.\d+))?/,
  },
  // match identity address 198.51.100.0 255.255.255.0 VRF; match identity host branch.example.net
  {
    ike: 1,
    head: /^crypto isakmp profile /,
    line: /^\s*match identity (?:address (?:ipv6 )?|(?:host|user|group)(?: domain)? )(\S+)(?: (\d+\.\d+\.\d+\.\d+))?/,
  },
  // address 198.51.100.0 255.255.255.0; hostname branch; identity fqdn branch.example.net
  {
    ike: 2,
    head: /^crypto ikev2 keyring /,
    line: /^\s*(?:identity )?(?:address|hostname|fqdn|email|key-id)(?: domain)? (\S+)(?: (\d+\.\d+\.\d+\.\d+))?/,
  },
  // match identity remote address 198.51.100.0 255.255.255.0; match identity remote any
  {
    ike: 2,
    head: /^crypto ikev2 profile /,
    line: /^\s*match identity remote (?:(?:address|fqdn|email|key-id)(?: domain)? )?(\S+)(?: (\d+\.\d+\.\d+\.\d+))?/,
  },
];
/** ` match certificate MAP`, ` ca trust-point CA`, ` keyring aaa LIST`: who is let in is decided elsewhere. */
export const ELSEWHERE = /^\s*(?:match certificate|ca trust-point|keyring aaa|client authentication|client configuration) (\S+)/;

export function readIdentities({ head, body }: ConfigurationSection): NamedPeer[] {
  const [, key, mask] = ISAKMP_KEY.exec(head.text) ?? [];
  if (key !== undefined) return [identity(head, readRemote(key, mask), 1)];
  return FORMS.filter((form) => form.head.test(head.text)).flatMap(({ ike, line: pattern }) =>
    body.flatMap((line) => {
      const [, remote, remoteMask] = pattern.exec(line.text) ?? [];
      if (remote !== undefined) return [identity(line, readRemote(remote, remoteMask), ike, head)];
      const other = ELSEWHERE.exec(line.text)?.[1];
      return other === undefined ? [] : [identity(line, { is: 'name', name: other }, ike, head)];
    }),
  );
}

function identity(line: ShowLine, remote: RemoteMatch, ike: 1 | 2, head?: ShowLine): NamedPeer {
  return { as: 'identity', remote, ike, ...quoteLine(line, head) };
}

const POLICY = /^crypto isakmp policy /;
const PRESHARED = /^\s*authentication pre-share/;
/** ` authentication remote rsa-sig`, ` authentication remote eap` */
export const OTHER_PROOF = /^\s*authentication remote (?!pre-share)/;

/** Under which versions of IKE a key alone lets a peer in. RSA signatures are IKEv1's default, which IOS does not print. [C] */
export function readPresharedOnly(sections: readonly ConfigurationSection[]): Record<1 | 2, boolean> {
  const policies = sections.filter(({ head }) => POLICY.test(head.text));
  return {
    1: policies.length > 0 && policies.every(({ body }) => body.some(({ text }) => PRESHARED.test(text))),
    2: !sections.some(({ body }) => body.some(({ text }) => OTHER_PROOF.test(text))),
  };
}
