/** Every kind of fault that real material showed in reading has a sentence somewhere that fails when it comes back: this says where. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The kind, what went wrong, the file, and words of the sentence in it. */
const KINDS: readonly (readonly [string, string, string, string])[] = [
  ['A1', 'a line that was folded inside a field', 'bundle/door/folded.test.ts', 'by a terminal is read at every width from 70 to 195'],
  ['A1', 'a fold that indents what goes on', 'bundle/door/folded.test.ts', 'with both addresses, and no SPI is read short'],
  ['A2', 'addresses compared as text', 'verdict/addresses.test.ts', 'the peer of an IPv6 tunnel'],
  ['A3', 'masks ignored', 'verdict/addresses.test.ts', 'packets from an address that only a mask names'],
  ['A4', 'one record given twice', 'bundle/door/handed-in.test.ts', 'a log in the wrong folder as well'],
  ['A4', 'both routers in one file', 'bundle/door/handed-in.test.ts', "describe('both routers in one file'"],
  ['A5', 'newest first', 'bundle/door/handed-in.test.ts', 'a log whose newest line stands first'],
  ['A5', 'newest first, which is said', 'bundle/door/as-handed-in.test.ts', 'is said to have been turned round'],
  ['A6', 'one message twice in a file', 'bundle/door/handed-in.test.ts', 'a message that stands twice in a file'],
  ['A6', 'with its number and without', 'bundle/door/handed-in.test.ts', 'with the number that it has in the buffer'],
  ['A6', 'live lines above the buffer', 'bundle/door/pieces.test.ts', 'live above the buffer is %s'],
  ['A6', 'pastes joined without a line end', 'bundle/door/as-handed-in.test.ts', 'two pastes that were joined without a line end'],
  [
    'A7',
    'text that only resembles the message',
    'vendors/vendors.test.ts',
    'are no incident when a debug line of theirs only speaks of an invalid SPI',
  ],
  ['A7', 'what resembles it in every vendor’s debugs', 'vendors/vendors.test.ts', 'is no incident in %s'],
  ['A8', 'two ways of masking', 'verdict/addresses.test.ts', 'knows no source behind two ways of masking'],
  ['A9', 'abbreviated commands', 'ios/typed-command.test.ts', 'is spelled out in the record'],
  ['A10', 'a network behind a spoke', 'ios/shows/more-shows.test.ts', 'has the tunnel address behind `via`'],
  ['A11', 'the status ACTIVE', 'ios/shows/more-shows.test.ts', 'has an IKE SA that is up where it prints ACTIVE'],
  ['A12', 'a show that was filtered', 'ios/show-coverage.test.ts', 'show crypto ipsec sa | include encaps'],
  ['A12', 'a show that was refused', 'ios/show-coverage.test.ts', 'not available'],
  ['A13', 'other addresses in a configuration', 'timeline/states.test.ts', 'radius server R'],
  ['A14', 'DPD for 0 seconds', 'verdict/kinds-varied.test.ts', 'DPD of another version of IKE'],
  ['A15', 'two sessions of one peer', 'timeline/states.test.ts', 'has one session with the peer: the one that works'],
  ['A15', 'two IKE SAs of one session', 'ios/shows/more-shows.test.ts', 'names the connection of the IKE SA that is active'],
  ['A16', 'the small SPI alone', 'verdict/kinds.test.ts', 'is possible at most: that nothing negotiated it was not observed'],
  ['B1', 'nothing could be read', 'bundle/door/handed-in.test.ts', 'nothing that can be read'],
  ['B1', 'what is said where nothing is judged', 'bundle/door/as-handed-in.test.ts', 'what is said where nothing is judged'],
  ['B1', 'an archive with no file in it', 'bundle/door/as-handed-in.test.ts', 'an archive with no file in it'],
  ['B1', 'an evidence archive', 'bundle/archive.test.ts', 'that is a bag is judged as the bundle in it'],
  ['B1', 'an archive of nothing', 'bundle/archive.test.ts', 'with nothing to read in it is refused for that'],
  ['B1', 'a mail that was saved', 'bundle/mail.test.ts', 'of a mailbox is read with all others'],
  ['B1', 'a document of a word processor', 'bundle/mail.test.ts', 'beside what was taken out again'],
  ['B1', 'what a tool kept of several commands', 'bundle/door/exported.test.ts', 'the outputs of several commands in one value'],
  ['B1', 'a message whose name a collector took off', 'bundle/door/exported.test.ts', 'gives a message back the name'],
  ['B1', 'a table with fields for stamp and severity', 'bundle/door/exported.test.ts', 'a table whose stamp has a field of its own'],
  ['B2', 'a message from an address that is not the peer’s', 'timeline/states.test.ts', 'from an address that is nobody’s names it'],
  ['B1', 'a tar without an entry', 'bundle/door/as-handed-in.test.ts', "['support.TAR', Buffer.alloc(1024)]"],
  ['B2', 'a peer that is known by its name', 'timeline/identified.test.ts', 'is known by its ID payload, %s: %s of type %i, %s'],
  ['B2', 'a peer behind a new address', 'timeline/moved-peer.test.ts', 'a peer behind a new address'],
  ['B3', 'a message that was cut inside its name', 'ios/log/log.test.ts', 'when nothing is left of it but its name'],
  ['B3', 'a message that was cut off', 'timeline/states.test.ts', 'that was cut off behind its mnemonic is named'],
  [
    'B3',
    'a damaged message and an all-clear',
    'bundle/door/as-handed-in.test.ts',
    'names a damaged message of an unknown SPI instead of an all-clear',
  ],
  ['B4', 'a message in an odd place', 'bundle/door/handed-in.test.ts', 'a message in an odd place'],
  ['B5', 'a show under another name', 'bundle/door/handed-in.test.ts', 'a show under another name'],
  ['C', 'a clock that was set', 'timeline/clock-step.test.ts', 'the record runs on, no time runs backwards'],
  ['C', 'a clock that was set back by months', 'timeline/clock-step.test.ts', 'no instant and no span is made up of what came before'],
  ['C', 'the newer of two pieces first', 'bundle/door/pieces.test.ts', 'a newer piece above an older one'],
  ['C', 'zones that nobody knows', 'timeline/zones.test.ts', '%s is a name that nobody can know'],
  ['C', 'years that are not printed', 'timeline/timeline.test.ts', 'the year of stamps that print none'],
  ['C', 'a year that is not printed, months back', 'ios/log/log.test.ts', 'that had not come yet when the log was taken'],
  ['C', 'uptimes beside dates', 'timeline/uptime-beside-dates.test.ts', 'uptimes between dates'],
  ['C', 'a night on which the clock is put on or back', 'timeline/summer-time.test.ts', 'are of the season in which they were made'],
  ['C', 'messages of years ago', 'timeline/capture-end.test.ts', 'a message of years ago'],
  ['C', 'a relay that stamps', 'bundle/door/as-handed-in.test.ts', 'whose stamps are the only ones is named as the one who stamped'],
  ['D', 'NTP without a star', 'ios/shows/more-shows.test.ts', 'follows `our_master` in the detailed form'],
  ['D', 'VRRP and HSRP', 'ios/shows/more-shows.test.ts', 'show standby and show vrrp'],
  ['D', 'DMVPN', 'ios/shows/more-shows.test.ts', 'has one row for each tunnel address'],
  ['D', 'sessions in detail', 'ios/shows/more-shows.test.ts', 'says version, uptime, connection and what the flows count'],
  ['D', 'GETVPN', 'ios/overlay.test.ts', 'a message of GETVPN'],
  ['D', 'small forms', 'ios/shows/more-shows.test.ts', 'a line of a module holds a user too'],
  ['D', 'IKE SAs of several releases', 'ios/shows/more-shows.test.ts', 'reads the blocks of IPv6, beside the rows of IPv4'],
  ['D', 'an IKE SA without a life', 'ios/shows/more-shows.test.ts', 'that has no life yet'],
  ['D', 'sessions in brief', 'ios/shows/more-shows.test.ts', 'brief says %s for %s'],
  ['D', 'NHRP in a VRF, behind a NAT, in brief', 'ios/shows/more-shows.test.ts', 'has one mapping %s'],
  ['D', 'the release in two lines', 'ios/shows/more-shows.test.ts', 'takes the release from the line below'],
  ['D', 'another kind of crypto map below', 'ios/shows/more-shows.test.ts', 'gives the map above neither peer nor lifetime'],
  ['E', 'an end that sends no DELETE', 'vendors/vendors.test.ts', 'libreswan has sent a DELETE only where it says so'],
  ['E', 'a journal without thread and group', 'vendors/vendors.test.ts', 'says the same without thread and group: %s'],
  ['E', 'notifies that refuse', 'vendors/vendors.test.ts', '%s ends the %s'],
  ['E', 'debugs of ASA', 'vendors/vendors.test.ts', 'print the words of their messages behind %s'],
  ['E', 'the system log of PAN-OS', 'vendors/vendors.test.ts', 'PAN-OS says it in its system log'],
  ['E', 'letters typed into an SPI', 'ios/families/isakmp.test.ts', 'takes no SPI from %s, which somebody'],
  ['E', 'tuples of 12.2', 'ios/families/ipsec.test.ts', 'reads the tuples of 12.2'],
  ['E', 'an SPI whose forms disagree', 'bundle/door/as-handed-in.test.ts', 'an SPI in two forms'],
  ['F', 'what is missing of another vendor’s end', 'bundle/read.test.ts', 'asks an end that is no IOS for nothing of IOS'],
  ['F', 'debugs of the wrong version of IKE', 'verdict/what-is-asked.test.ts', 'is asked for no debug of IKEv1, told by %s'],
  ['F', 'commands of IOS for an end that is none', 'verdict/what-is-asked.test.ts', 'is cleared in its own words: %s'],
  ['F', 'what both recorded, of one record', 'verdict/what-is-asked.test.ts', 'is of both only where there are two records'],
  ['F', 'GETVPN and the SAs of a peer', 'verdict/what-is-asked.test.ts', 'is not told to clear the SAs of a peer: %s'],
  ['F', 'an example of tunnel.yaml', 'bundle/read.test.ts', 'is itself a tunnel.yaml that is read'],
  ['F', 'a vendor in its own words', 'verdict/own-words.test.ts', 'swanctl --list-'],
];

describe('the kinds of fault in reading', () => {
  it.each(KINDS)('%s, %s, is held by %s: %s', (_id, _what, file, words) => {
    const path = join(import.meta.dirname, '..', file);
    expect(existsSync(path)).toBe(true);
    // In a sentence of a test, not in what stands above it.
    const sentences = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(?:\/\*\*|\*|\/\/)/.test(line));
    expect(sentences.join('\n')).toContain(words);
  });

  it('are all there', () => {
    const all = [
      ...Array.from({ length: 16 }, (_, at) => `A${at + 1}`),
      ...Array.from({ length: 5 }, (_, at) => `B${at + 1}`),
      'C',
      'D',
      'E',
      'F',
    ];
    expect([...new Set(KINDS.map(([id]) => id))]).toEqual(all);
  });
});
