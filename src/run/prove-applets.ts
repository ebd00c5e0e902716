/** The applets of a proof: harmless, each for beliefs that only a run can try. */

export interface ProofApplet {
  name: string;
  lines: string[];
}

/** Seconds from the second message to the last: time for the others to speak. */
export const TAIL_SECONDS = 5;

export function proofApplets(id: string, path: string): ProofApplet[] {
  const name = (role: string): string => `FLAPTRAP-${id}-${role}`;
  const run = name('PROBE');
  return [
    make(run, 'event none maxrun 60', [
      'cli command "enable"',
      'cli command "terminal length 0"',
      'cli command "configure terminal"',
      `cli command "do show clock | redirect ${path}"`,
      // From configuration mode both: in user EXEC a clock may be shown too.
      `cli command "do show clock | append ${path}"`,
      'cli command "end"',
      'syslog priority notifications msg "second $_event_pub_sec"',
      'regexp "^([0-9]+)" "$_event_pub_sec" all got',
      'syslog priority notifications msg "matched $_regexp_result $got"',
      `wait ${TAIL_SECONDS}`,
      'cli command "configure terminal"',
      `cli command "no event manager applet ${run}"`,
      'cli command "end"',
      'syslog priority notifications msg "still here"',
    ]),
    make(name('HEAR'), `event syslog pattern "${run}: second" maxrun 60`, ['syslog priority notifications msg "heard"']),
    make(name('RING'), 'event timer countdown time 2 maxrun 60', ['syslog priority notifications msg "rang"']),
  ];
}

function make(name: string, event: string, actions: readonly string[]): ProofApplet {
  const numbered = actions.map((action, index) => ` action ${String((index + 1) * 10).padStart(4, '0')} ${action}`);
  return { name, lines: [`event manager applet ${name}`, ` ${event}`, ...numbered] };
}
