/** A probe's verdict is what its end and its file say of EEM on this router, and what to do about it. */

export interface ProbeTraces {
  /** As EEM's history says; undefined when it holds no run of the probe. */
  result: string | undefined;
  /** Lines in the probe's file: one is written before its wait, one is appended after it. */
  lines: number;
  /** AAA is asked about every command, and EEM has no user of its own. */
  isAuthorizedByAaa: boolean;
  /** EEM said that it got no terminal line. */
  isWithoutLine: boolean;
}

export interface ProbeFault {
  message: string;
  next: string;
}

/** Undefined when all that the applets rely on works here. */
export function judgeProbe({ result, lines, isAuthorizedByAaa, isWithoutLine }: ProbeTraces): ProbeFault | undefined {
  if (lines === 0 && result === undefined) return FAULTS.stuck;
  if (lines === 0 && isWithoutLine) return FAULTS.line;
  if (lines === 0) return isAuthorizedByAaa ? FAULTS.aaa : FAULTS.write;
  // Its clock stood still at the wait: a run that goes on, or was ended there.
  return lines === 1 && result !== 'success' ? FAULTS.maxrun : undefined;
}

/** Our own applets write each file once: worth a word, no reason not to arm. */
export function remarkOf({ result, lines }: ProbeTraces): string | undefined {
  return lines === 1 && result === 'success' ? 'EEM cannot append to a file on this router; the applets do not need that' : undefined;
}

const FAULTS = {
  stuck: {
    message: 'EEM does not run applets on this router: its history does not show the test applet',
    next: 'check show event manager policy pending and show event manager scheduler: a hanging applet blocks all others',
  },
  line: {
    message: 'EEM got no vty line: the test applet could not run any command',
    next: 'free one (show users, clear line vty N), or configure more with line vty',
  },
  aaa: {
    message: 'AAA refuses the commands of EEM: the test applet wrote no file',
    next: 'configure event manager session cli username USER, with a user that AAA allows to run them, or set eem.authorizationBypass in the playbook',
  },
  write: {
    message: 'the test applet ran, but wrote no file',
    next: 'check show logging for %HA_EM messages, whether the flash is full or read-only, and whether `enable` lets EEM in without asking it for anything (aaa authentication enable)',
  },
  maxrun: {
    message: 'EEM ended the test applet before its maxrun: it would also cut off saving the recording',
    next: 'check event manager scheduler and the limits of this release; a playbook with a short tail may still fit',
  },
} as const satisfies Record<string, ProbeFault>;
