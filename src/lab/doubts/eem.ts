/** Doubts of EEM: how applets are kept, sprung, run, ended and taken away. */
import type { Action } from '../../applet/model.ts';
import { type Doubt, refuses, rewords, swallows } from './doubt.ts';

const withoutVerb = (verb: string): NonNullable<Doubt['quirk']> => ({
  onRun: (applet) => ({ ...applet, actions: applet.actions.filter((action) => action.verb !== verb) }),
});

/** An `if` that finds no two texts alike. */
function neverOfText(action: Action): Action {
  if (action.verb !== 'if' || !/^[a-z]+$/i.test(action.fields.right ?? '')) return action;
  return { ...action, fields: { ...action.fields, right: 'no text at all' } };
}

export const EEM_DOUBTS = {
  'aaa-lets-eem-run': {
    belief: 'Where AAA authorizes commands, the configuration says so, and what an applet types is refused for want of a user.',
    rests: 'the probe names AAA as what is wrong',
    mark: 'C',
    source: 'eem.md 8',
    code: ['capture/probe.ts', 'capture/probe-verdict.ts'],
    spec: { authorizesCommands: true },
  },
  'append-works': {
    belief: 'A file system of a router takes `| append`.',
    rests: 'the probe counts its lines; no applet that records appends',
    mark: 'U',
    source: 'eem.md 10.13',
    code: ['capture/probe-verdict.ts'],
    spec: { eemFault: 'no-append' },
  },
  'applet-goes-by-no': {
    belief: '`no event manager applet NAME` takes an applet away at once.',
    rests: 'disarming, and the single shot of the trap',
    mark: 'L',
    source: 'eem.md 2',
    code: ['playbook/steps.ts', 'capture/disarm.ts'],
    quirk: swallows(/^no event manager applet /),
  },
  'counter-read-by-oid': {
    belief: 'The object that the CPU guard reads exists.',
    rests: 'the guard against a busy processor',
    mark: 'L',
    source: 'eem.md 4.5',
    code: ['playbook/warnings.ts', 'playbook/contexts.ts'],
    quirk: { deaf: ['snmp'] },
  },
  'debugs-not-heard': {
    belief: 'Whether lines of debugs reach the syslog detector is unknown; the lab takes it that they do not.',
    rests: 'the trap springs once, whichever it is',
    mark: 'U',
    source: 'eem.md 4.2',
    code: ['lab/device/router.ts', 'playbook/triggers/messages.ts'],
    quirk: { hearsDebugs: true },
  },
  'description-is-kept': {
    belief: 'The running configuration shows the description of an applet as it was typed.',
    rests: 'whose a capture is, and until when: settling, watching, sweeping',
    mark: 'L',
    source: 'eem.md 2',
    code: ['playbook/standing.ts'],
    quirk: rewords(/^show running-config/i, /^ description .*\n/gm, ''),
  },
  'enable-asks-nothing': {
    belief: 'A run has a terminal session that begins in user EXEC, and `enable` asks it for nothing.',
    rests: 'every applet begins with `enable`',
    mark: 'L',
    source: 'eem.md 5',
    code: ['lab/device/eem-run.ts'],
    quirk: { eemPrivilege: 15 },
  },
  'enable-needs-no-password': {
    belief: '`enable` typed by EEM needs no password.',
    rests: 'every applet begins with `enable`',
    mark: 'B',
    source: 'eem.md 5',
    code: ['lab/device/commands/terminal.ts'],
    quirk: { onLine: (line, seat) => (seat.isInternal && line === 'enable' ? '% No password set\n' : undefined) },
  },
  'history-words': {
    belief: '`show event manager history events` has one line for each run, with its status before its time.',
    rests: 'the probe learns by it how its run ended',
    mark: 'L',
    source: 'eem.md 9',
    code: ['ios/shows/eem.ts', 'capture/probe.ts'],
    quirk: rewords(/^show event manager history events/, /^(\d+ +)(\d+ +)Actv (\w+)(.*)$/gm, '$1$4 ($3)'),
  },
  'if-compares-text': {
    belief: '`action L if $x eq "word"` compares text where either side is no number.',
    rests: 'whose packet a message is about, and whether a guard has saved the record',
    mark: 'L',
    source: 'eem.md 5',
    code: ['playbook/contexts.ts', 'applet/steer.ts'],
    quirk: { onRun: (applet) => ({ ...applet, actions: applet.actions.map(neverOfText) }) },
  },
  'maxrun-is-kept': {
    belief: 'A run may last as long as the maxrun of its event says.',
    rests: 'the tail and the saving of the record',
    mark: 'C',
    source: 'eem.md 8',
    code: ['playbook/freeze.ts', 'capture/probe-verdict.ts'],
    spec: { eemFault: 'killed-early' },
  },
  'order-by-label': {
    belief: 'The running configuration shows labels and quotes of an applet as they were typed.',
    rests: 'what was pushed is read back and compared',
    mark: 'L',
    source: 'eem.md 3',
    code: ['capture/push-applet.ts'],
    quirk: rewords(/^show running-config/i, /^ action 0+(\d+)/gm, ' action $1'),
  },
  'policy-list-words': {
    belief: '`show event manager policy registered` names each applet in full.',
    rests: 'the short look of a watch',
    mark: 'L',
    source: 'eem.md 9',
    code: ['capture/look.ts', 'ios/shows/eem.ts'],
    quirk: rewords(/^show event manager policy registered/, /FLAPTRAP-(\w+)-\w+/g, 'FLAPTRAP-$1~'),
  },
  'pub-sec-is-unix': {
    belief: '`_event_pub_sec` counts from 1970 in UTC.',
    rests: 'the guard that removes everything after the lease',
    mark: 'L',
    source: 'eem.md 7',
    code: ['playbook/contexts.ts'],
    quirk: { onVariables: (variables) => ({ ...variables, _event_pub_sec: '4294967295' }) },
  },
  'regexp-is-there': {
    belief: '`action L regexp` puts what matched into the variables that it names.',
    rests: 'the source of the message is compared with the peer',
    mark: 'C',
    source: 'eem.md 5',
    code: ['playbook/contexts.ts'],
    quirk: withoutVerb('regexp'),
  },
  'removed-run-goes-on': {
    belief: 'A run that is under way goes on when its applet is removed.',
    rests: 'the trap takes its twin away, and a guard itself, before they have ended',
    mark: 'L',
    source: 'eem.md 10.16',
    code: ['capture/freeze.ts', 'capture/probe.ts', 'lab/device/eem.ts'],
    quirk: { endsRemovedRuns: true },
  },
  'run-by-name-runs': {
    belief: '`event manager run NAME` starts an applet with `event none`.',
    rests: 'the probe, and the call of the other end',
    mark: 'L',
    source: 'eem.md 4.5',
    code: ['capture/probe.ts', 'capture/freeze.ts'],
    spec: { eemFault: 'stuck' },
  },
  'run-by-name-waits': {
    belief: 'Whether `event manager run NAME` waits for its applet is unknown; the lab takes it that it does.',
    rests: 'the probe, and the call of the other end',
    mark: 'U',
    source: 'eem.md 4.5',
    code: ['capture/probe.ts', 'capture/freeze.ts', 'lab/device/commands/applets.ts'],
    quirk: {
      onLine: (line, seat, { eem }) => {
        const name = /^event manager run (\S+)$/.exec(line)?.[1];
        if (name === undefined || seat.isInternal) return undefined;
        void eem.runByHand(name);
        return '';
      },
    },
  },
  'run-by-privilege': {
    belief: 'An account that may configure applets may run them.',
    rests: 'the probe, and the call of the other end',
    mark: 'B',
    source: 'eem.md 4.5',
    code: ['capture/probe.ts', 'capture/freeze.ts'],
    quirk: refuses(/^event manager run /, 'Command authorization failed.\n'),
  },
  'set-keeps-text': {
    belief: '`action L set x "$_cli_result"` keeps an answer for later.',
    rests: 'what a guard and a trap have asked is looked at more than once',
    mark: 'L',
    source: 'eem.md 5',
    code: ['playbook/contexts.ts'],
    quirk: withoutVerb('set'),
  },
  'string-equal-is-there': {
    belief: '`action L string equal A B` compares two texts into `_string_result`.',
    rests: 'the source of the message is compared with the peer',
    mark: 'C',
    source: 'eem.md 5',
    code: ['playbook/contexts.ts'],
    quirk: withoutVerb('string'),
  },
  'syslog-action-logs': {
    belief: '`action L syslog msg` writes a line of its own into the log.',
    rests: 'the record says until when debugs were on',
    mark: 'L',
    source: 'eem.md 5',
    code: ['playbook/contexts.ts', 'capture/look.ts'],
    quirk: withoutVerb('syslog'),
  },
  'syslog-detector-hears': {
    belief: 'The syslog detector hears the message that the trap waits for.',
    rests: 'that the trap springs at all',
    mark: 'L',
    source: 'eem.md 4.2',
    code: ['playbook/triggers/messages.ts', 'capture/wait.ts'],
    quirk: { deaf: ['syslog'] },
  },
  'timer-rings': {
    belief: 'A timer event springs when its time has come.',
    rests: 'the guard and the lease on the router itself',
    mark: 'L',
    source: 'eem.md 4.4',
    code: ['playbook/contexts.ts'],
    quirk: { deaf: ['timer'] },
  },
  'version-words': {
    belief: '`show event manager version` names the version behind `Version`.',
    rests: 'an EEM that is too old is refused before arming',
    mark: 'L',
    source: 'eem.md 4.1',
    code: ['ios/shows/eem.ts', 'playbook/refusals.ts'],
    quirk: rewords(/^show event manager version/, /Version [\d.]+/, 'release 4'),
  },
} as const satisfies Record<string, Doubt>;
