/** Forms that devices take and that few documents show: they are read without a complaint, and printed so that they read back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import type { Applet } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';

const CODES = ['syntax', 'out-of-range', 'applet-name'];

function readWhole(text: string): Applet {
  const { applets, diagnostics } = parseApplets(text, 'x.cfg');
  expect(diagnostics.map(({ summary }) => summary)).toEqual([]);
  expect(
    lintText(text, 'x.cfg')
      .filter(({ code }) => CODES.includes(code ?? ''))
      .map(({ summary }) => summary),
  ).toEqual([]);
  const [applet] = applets;
  if (applet === undefined) throw new Error('no applet');
  const printed = printApplet(applet);
  const again = parseApplets(printed, 'x.cfg');
  expect(again.diagnostics).toEqual([]);
  expect(again.applets.map(printApplet)).toEqual([printed]);
  expect(again.applets[0]?.events.map(({ fields }) => fields)).toEqual(applet.events.map(({ fields }) => fields));
  return applet;
}

const eventOf = (event: string) => readWhole(`event manager applet A\n event ${event}\n action 10 policy B\n`).events[0];

describe('an event', () => {
  it.each([
    ['syslog mnemonic "RECVD_PKT_INV_SPI"', { mnemonic: 'RECVD_PKT_INV_SPI' }],
    ['syslog facility CRYPTO severity-critical severity-fatal', { facility: 'CRYPTO', 'severity-critical': true, 'severity-fatal': true }],
    ['syslog sequence 42 timestamp "Mar 12"', { sequence: '42', timestamp: 'Mar 12' }],
    ['syslog priority errors', { priority: 'errors' }],
    ['syslog pattern "x" severity-notification', { 'severity-notification': true }],
    [
      'snmp oid 1.3.6.1 get-type exact entry-op gt entry-val 90 entry-type value exit-op lt exit-val 40 exit-type increment exit-event true average-factor 4 poll-interval 5.500',
      { entryType: 'value', exitType: 'increment', exitEvent: 'true', averageFactor: 4, pollSeconds: 5.5 },
    ],
    ['snmp oid 1.3.6.1 get-type next entry-op ge entry-val 5 entry-val-is-increment true poll-interval 60', { isEntryIncrement: 'true' }],
    ['snmp oid 1.3.6.1 get-type next entry-op ge entry-val 5 entry-val-is-increment poll-interval 60', { isEntryIncrement: 'true' }],
    [
      'interface name FastEthernet 0/0 parameter input_errors entry-op ge entry-val 5 entry-val-is-increment true exit-event false poll-interval 60',
      { name: 'FastEthernet0/0', exitEvent: 'false', isEntryIncrement: 'true' },
    ],
    ['routing network 0.0.0.0/0 type remove vrf name RED', { vrf: 'name RED' }],
    ['routing 0.0.0.0/0 type add vrf all', { network: '0.0.0.0/0', vrf: 'all' }],
    ['none default 30 sync yes', { defaultSeconds: 30, sync: 'yes' }],
    ['application sub-system 798 type 7', { subsystem: 798, type: 7 }],
    ['application subsystem 798 type 7', { subsystem: 798, type: 7 }],
    ['cli pattern "show run" sync no skip no verifyprc yes', { verifyprc: 'yes' }],
    [
      'nf monitor-name M event-type create exit-event-type delete event1 field app-name rate-interval 60 entry-value 7 entry-op wc event2 field pktlen entry-value 9 entry-op ge maxrun 30',
      { event1: { field: 'app-name', rateInterval: '60', entryValue: '7', entryOp: 'wc' }, maxrunSeconds: 30 },
    ],
    [
      'ioswdsysmon timewin 100 sub12-op and sub1 cpu-proc taskname "IP Input" op ge val 50 period 10 sub2 mem-proc taskname "BGP Router" op gt val 20 is-percent TRUE maxrun 60',
      { sub1: { process: 'cpu-proc', taskname: 'IP Input', op: 'ge', val: 50, periodSeconds: 10 }, maxrunSeconds: 60 },
    ],
    ['identity interface GigabitEthernet 1/0/3 authc fail authz-complete', { interface: 'GigabitEthernet1/0/3', authc: 'fail' }],
    ['neighbor-discovery interface regexp .*Ethernet.* cdp add', { interface: 'regexp .*Ethernet.*', cdp: 'add' }],
    ['ipsla group-name G operation-id 12 reaction-type timeout dest-ip-addr 192.0.2.1', { operationId: 12, reactionType: 'timeout' }],
    ['gold card all subcard all new-failure true severity-major', { card: 'all', subCard: 'all' }],
    ['rpc default 10 maxrun 20', { defaultSeconds: 10 }],
    ['none maxrun 4294967295', { maxrunSeconds: 4_294_967_295 }],
    ['syslog pattern "x" ratelimit 4294967295', { ratelimitSeconds: 4_294_967_295 }],
    ['track 501 state any', { object: 501 }],
    ['track 1000 state down', { object: 1000 }],
  ])('%s', (event, fields) => {
    expect(eventOf(event)?.fields).toMatchObject(fields);
  });

  it.each([
    ['syslog severity-emergencies', '`severity-emergencies`: does not belong here'],
    ['routing network 0.0.0.0/0 vrf name', '`name`: all, default, or `name` and a pattern after `vrf` is expected'],
    ['nf monitor-name M event1 field app-name entry-op eq', 'a text after `entry-value` is missing'],
    ['ioswdsysmon sub1 disk-proc taskname X op ge val 5', '`disk-proc`: one of cpu-proc, mem-proc (process) is expected'],
    ['ioswdsysmon timewin 5', '`sub1` is missing'],
    ['oir event inserted', '`inserted`: one of all, insert, removal after `event` is expected'],
    ['routing type add', 'a word after `network` is missing'],
  ])('%s is refused', (event, summary) => {
    expect(parseApplets(`event manager applet A\n event ${event}\n`, 'x.cfg').diagnostics.map((each) => each.summary)).toEqual([summary]);
  });
});

describe('an action', () => {
  it.each([
    ['snmp-object-value counter32 77', 'snmp-object-value', { argumentText: 'counter32 77' }],
    [
      'snmp-object-value string "of the link" next-oid 1.3.6.1.9',
      'snmp-object-value',
      { argumentText: 'string "of the link" next-oid 1.3.6.1.9' },
    ],
    ['help read', 'help', { argumentText: 'read' }],
    ['help', 'help', {}],
    ['append lines', 'append', { variable: 'lines' }],
    ['track set 777 state up', 'track', { object: 777 }],
    ['track read 501', 'track', { object: 501 }],
    ['string compare nocase length 3 "One" "ONElse"', 'string', { operands: ['nocase', 'length', '3', 'One', 'ONElse'] }],
    ['info type interface-names include "Ethernet"', 'info', { argumentText: 'include "Ethernet"' }],
  ])('%s', (action, verb, fields) => {
    const applet = readWhole(`event manager applet A\n event none\n action 10 ${action}\n`);
    expect(applet.actions[0]).toMatchObject({ verb, fields });
  });
});

/** Of what a template would make of it, nobody knows what the device sees. */
const NAMES = fc.stringMatching(/^[!#%-;=@-~<>&]{1,40}$/).filter((name) => !/\{[{%]|%\{|<%/.test(name));

describe('the name of an applet', () => {
  it.each(['SITE/1', 'A>B', '<up>', '7k_Mod', 'x/y>z.1', '-first'])('may be %s', (name) => {
    const applet = readWhole(`event manager applet ${name} authorization bypass\n event none\n action 10 policy ${name}\n`);
    expect(applet.name).toBe(name);
    expect(printApplet(applet)).toContain(`event manager applet ${name} authorization bypass\n`);
  });

  it('whatever characters a word may have, is printed as it was', () => {
    fc.assert(
      fc.property(NAMES, (name) => {
        expect(readWhole(`event manager applet ${name}\n event none\n action 10 policy B\n`).name).toBe(name);
      }),
    );
  });

  it.each(['"A B"', 'A?', 'A$b', 'A'.repeat(129)])('is none when it is %s', (name) => {
    expect(lintText(`event manager applet ${name}\n event none\n action 10 policy B\n`, 'x.cfg').map(({ code }) => code)).toContain(
      'applet-name',
    );
  });
});
