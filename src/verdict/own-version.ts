/** What is advised, and what is to be pasted, is of the IKE that the tunnel speaks; both are named where the records do not say which. */

type Rewording = readonly [said: RegExp, instead: string];

/** `crypto ikev2 dpd`, `crypto ikev2 nat keepalive`: for all profiles that have none of their own. [C Cisco IOS Security Command Reference] */
const IN_IKEV2: readonly Rewording[] = [
  [/crypto isakmp keepalive 10 3 periodic \(IKEv1\), or dpd 10 3 periodic in the profile \(IKEv2\)/, 'crypto ikev2 dpd 10 3 periodic'],
  [/crypto isakmp keepalive 10 3 periodic/, 'crypto ikev2 dpd 10 3 periodic'],
  [/with IKEv2 it is dpd 10 3 periodic in the profile, for SAs/, 'it is for SAs'],
  [/crypto isakmp nat keepalive/, 'crypto ikev2 nat keepalive'],
  [/; from IKEv1, move to IKEv2, whose deletes are acknowledged/, ''],
  [/, or move to IKEv2/, ''],
  [/, and in IKEv1 the end with the shorter one may let the SA expire without a word/, ''],
];

const IN_IKEV1: readonly Rewording[] = [
  [/ \(IKEv1\), or dpd 10 3 periodic in the profile \(IKEv2\)/, ''],
  [/; with IKEv2 it is dpd 10 3 periodic in the profile, for SAs that are made from then on/, ''],
  [/from IKEv1, move to IKEv2/, 'move to IKEv2'],
  [/ In IKEv2 the first SA is made without PFS: a difference shows only at the rekey\./, ''],
  [/IKEv2 does not negotiate them, and in IKEv1 the end/, 'the end'],
];

export function inOwnVersion(words: string, version: 1 | 2 | undefined): string {
  const rewordings = version === undefined ? [] : version === 2 ? IN_IKEV2 : IN_IKEV1;
  return rewordings.reduce((reworded, [said, instead]) => reworded.replace(said, instead), words);
}
