/** A clear took X where X went with it; where no deletion is on record, only what comes soon behind it can be laid on it. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, invalid, later, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const typed = `${later('10:00:00.000')}branch#clear crypto sa\n${later('10:00:02.000')}`;
const told = (first: string, again: string) => invalid(first) + invalid(again) + later('10:59:00.000');

describe('a clear of which no deletion is on record', () => {
  it.each([
    ['at once', '10:00:03.000', '10:01:04.000', 'suggested'],
    ['within minutes', '10:03:03.000', '10:04:04.000', 'suggested'],
    ['after ten minutes in which nothing came', '10:10:03.000', '10:11:04.000', 'hinted'],
    ['after most of an hour', '10:50:03.000', '10:51:04.000', 'hinted'],
  ])('tells of what came %s behind it', (_what, first, again, grade) => {
    expect(asked('cleared', { a: '', b: typed + told(first, again) })).toMatchObject({ is: 'yes', grade });
  });

  it('is no more than possible where it was typed long before', () => {
    const [incident] = judge(timelineOf({ a: '', b: typed + told('10:30:03.000', '10:31:04.000') })).incidents;
    expect(incident?.cause.confidence).toBe('possible');
  });

  it('is as sure as ever where the SA went with it, whenever the next packet came', () => {
    const b = sa('b', 'created', '09:40:00.000') + typed + sa('b', 'deleted', '10:00:02.100') + told('10:30:03.000', '10:31:04.000');
    expect(asked('cleared', { a: sa('a', 'created', '09:40:00.010'), b })?.grade).not.toBe('hinted');
  });

  it('of an applet is dated by its own stamp', () => {
    const b = at('10:00:00.000', '%HA_EM-6-LOG: NIGHTLY: clearing all IPsec SAs') + told('10:20:03.000', '10:21:04.000');
    expect(asked('cleared', { a: '', b })).toMatchObject({ is: 'yes', grade: 'hinted' });
  });
});

const [born, gone] = [sa('b', 'created', '09:40:00.000'), sa('b', 'deleted', '10:00:02.100')];
const sender = sa('a', 'created', '09:40:00.010') + later('10:30:00.000');
const said = (body: string) => ({ a: sender, b: born + at('10:00:01.900', body) + gone + told('10:00:05.000', '10:01:06.000') });
const logged = (command: string) => said(`%PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:${command}`);
const applet = (way: string, text: string) => said(`%HA_EM-6-LOG: FIXVPN : DEBUG(cli_lib) : : ${way} : ${text}`);

describe('a line right before X went', () => {
  it.each([
    ['the archive logged it as run', logged('!exec: clear crypto session')],
    ['it was run from the configuration', logged('do clear crypto sa peer 192.0.2.1')],
    ['an applet typed it', applet('IN ', 'branch#clear crypto session')],
    ['an applet typed it in the configuration', applet('IN ', 'branch(config)#do clear crypto ikev2 sa')],
  ])('is a clear where %s', (_what, logs) => {
    expect(asked('cleared', logs)).toMatchObject({ is: 'yes', grade: 'shown' });
  });

  it.each([
    ['writes an applet', logged('action 3.0 cli command "clear crypto session"')],
    ['writes an alias', logged('alias exec ccs clear crypto session')],
    ['prints a configuration for an applet', applet('OUT', ' action 3.0 cli command "clear crypto session"')],
    ['echoes to an applet what it typed', applet('OUT', 'branch#clear crypto sa')],
    ['shows with the words as a filter', logged('!exec: show running-config | include clear crypto sa')],
    ['looks for the words by an applet', applet('IN ', 'branch#show run | section clear crypto sa')],
    ['says that it skipped it', said('%HA_EM-6-LOG: FIXVPN: threshold not reached, clear crypto session skipped')],
    ['says what it would do', said('%HA_EM-6-LOG: DRY: would clear crypto sa peer 192.0.2.1')],
    ['says that it failed', said('%HA_EM-6-LOG: FIXVPN: clear crypto sa failed')],
    ['says that it spared the SAs', said('%HA_EM-6-LOG: FIXVPN: not clearing IPsec SAs')],
    ['speaks of another peer', said('%HA_EM-6-LOG: TIDY: clear crypto sa peer 203.0.113.9')],
  ])('is no clear where it %s', (_what, logs) => {
    expect(asked('cleared', logs)).toMatchObject({ is: 'no', grade: 'hinted' });
  });

  it.each(['clearing all IPsec SAs', 'running clear crypto sa peer 192.0.2.1', 'user ops vty2: clear crypto session'])(
    'is a hint where an applet says "%s" in its own words',
    (words) => {
      expect(asked('cleared', said(`%HA_EM-6-LOG: NIGHTLY: ${words}`))).toMatchObject({ is: 'yes', grade: 'hinted' });
    },
  );

  it('is no clear where the router did not take what the applet typed', () => {
    const log = (text: string) => at('10:00:01.900', `%HA_EM-6-LOG: FIXVPN : DEBUG(cli_lib) : : ${text}`);
    const b = born + log('IN  : branch#clear crypto sa pear 192.0.2.1') + log("OUT : % Invalid input detected at '^' marker.") + gone;
    expect(asked('cleared', { a: sender, b: b + told('10:00:05.000', '10:01:06.000') })).toMatchObject({ is: 'no' });
  });
});

describe('words about a clear of another time', () => {
  it('say nothing of X, nor rule a clear out', () => {
    const b = born + at('09:45:00.000', '%HA_EM-6-LOG: NIGHTLY: clearing all IPsec SAs') + gone + told('10:00:05.000', '10:01:06.000');
    expect(asked('cleared', { a: sender, b })).toMatchObject({ is: 'no', grade: 'hinted' });
  });
});

describe('a clear of some SAs, of which nobody knows whether X is one', () => {
  const behind = (command: string, gone: string) => ({
    a: sender,
    b:
      born +
      at('10:00:01.900', `%PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:!exec: ${command}`) +
      sa('b', 'deleted', gone) +
      told('10:00:20.000', '10:01:21.000'),
  });
  const listed = (map: string) => `interface: GigabitEthernet1
    Crypto map tag: ${map}, local addr 198.51.100.1

   local  ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
   remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
   current_peer 192.0.2.1 port 500
     current outbound spi: 0x5C11D0A2(1544671394)

     inbound esp sas:
      spi: 0x1A2B3C4D(439041101)
        transform: esp-256-aes esp-sha256-hmac ,
        conn id: 2003, flow_id: ESG:3, sibling_flags 80004048, crypto map: ${map}
        sa timing: remaining key lifetime (k/sec): (4607999/3500)
        Status: ACTIVE(ACTIVE)
`;

  it.each(['clear crypto sa map VPN', 'clear crypto sa vrf BLUE', 'clear crypto session local 198.51.100.1'])(
    'is a hint where X went at once: %s',
    (command) => {
      expect(asked('cleared', behind(command, '10:00:02.100'))).toMatchObject({ is: 'yes', grade: 'hinted' });
      const [incident] = judge(timelineOf(behind(command, '10:00:02.100'))).incidents;
      expect([incident?.cause.id === 'sa-cleared' ? incident.cause.confidence : 'possible', incident?.chain.forgot.confidence]).toEqual([
        'possible',
        'possible',
      ]);
    },
  );

  it('says nothing where X went seconds later, or where R lists another map', () => {
    const shown = (map: string) => ({ 'show_crypto_ipsec_sa.txt': listed(map) });
    expect(asked('cleared', behind('clear crypto sa map VPN', '10:00:08.100'))?.is ?? 'unknown').toBe('unknown');
    expect(asked('cleared', behind('clear crypto sa map VPN', '10:00:02.100'), shown('OTHER'))?.is ?? 'unknown').toBe('unknown');
    expect(asked('cleared', behind('clear crypto sa map VPN', '10:00:02.100'), shown('VPN'))?.is).toBe('yes');
  });
});

describe("a clear of another peer's SAs", () => {
  it('tells, where it is logged, that one of X would be logged too, and where it was typed at a prompt nothing of other lines', () => {
    expect(asked('cleared', logged('!exec: clear crypto sa peer 203.0.113.9'))).toMatchObject({ is: 'no', grade: 'suggested' });
    const b = `${born}${later('10:00:01.800')}branch#clear crypto sa peer 203.0.113.9\n${gone}${told('10:00:05.000', '10:01:06.000')}`;
    expect(asked('cleared', { a: sender, b })).toMatchObject({ is: 'no', grade: 'hinted' });
  });
});
