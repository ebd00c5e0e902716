/** The commands: which there are, under which heading of the help, and where each one's file is loaded from when it is called. */
import type { Command } from 'commander';
import type { Door } from './arguments.ts';

export interface CommandEntry {
  /** As help shows them: `<playbook>`, `[capture]`. */
  takes?: string;
  description: string;
  /** Gives what adds its options and says what it does. */
  load(): Promise<(command: Command, door: Door) => void>;
}

/** In the order in which somebody comes to need them. */
export const COMMANDS = {
  init: {
    takes: '[file]',
    description: 'write a first playbook, with questions on a terminal; no router is contacted',
    load: async () => (await import('../init.ts')).defineInit,
  },
  check: {
    takes: '<playbook>',
    description: 'validate, plan, render and lint a playbook; no router is contacted',
    load: async () => (await import('../check.ts')).defineCheck,
  },
  rehearse: {
    takes: '<playbook>',
    description: 'run a whole capture against two simulated routers over SSH, with a cause of your choice',
    load: async () => (await import('../rehearse.ts')).defineRehearse,
  },
  render: {
    takes: '<playbook>',
    description: 'print the EEM configuration of each router; no router is contacted',
    load: async () => (await import('../render.ts')).defineRender,
  },
  explain: {
    takes: '[id]',
    description: 'tell what a cause, a fact, a lint or a belief is; without an id list all',
    load: async () => (await import('../explain.ts')).defineExplain,
  },
  doctor: {
    takes: '[playbook]',
    description: 'say what this machine, a playbook and its accounts lack, and what mends it; changes nothing',
    load: async () => (await import('../doctor.ts')).defineDoctor,
  },
  plan: {
    takes: '<playbook>',
    description: 'read both routers, change nothing, and show what a capture would change',
    load: async () => (await import('../plan.ts')).definePlan,
  },
  run: {
    takes: '<playbook>',
    description: 'the whole capture: arm, wait for the trigger, save, fetch, judge, disarm',
    load: async () => (await import('../run.ts')).defineRun,
  },
  arm: {
    takes: '<playbook>',
    description: 'arm both routers, and leave them armed',
    load: async () => (await import('../arm.ts')).defineArm,
  },
  status: {
    takes: '[capture]',
    description: 'show the state of each armed router',
    load: async () => (await import('../status.ts')).defineStatus,
  },
  lease: {
    takes: '<capture> <until>',
    description: 'let an armed capture stand longer, or end sooner: both routers get the new end, or neither',
    load: async () => (await import('../lease.ts')).defineLease,
  },
  collect: {
    takes: '[capture]',
    description: 'fetch the recordings of both routers into a bundle',
    load: async () => (await import('../collect.ts')).defineCollect,
  },
  resume: {
    takes: '[capture]',
    description: 'continue a capture whose process has ended',
    load: async () => (await import('../resume.ts')).defineResume,
  },
  disarm: {
    takes: '[capture]',
    description: 'undo everything that was armed, and verify it on the routers',
    load: async () => (await import('../disarm.ts')).defineDisarm,
  },
  sweep: {
    takes: '<playbook>',
    description: 'find and remove everything of flaptrap on both routers, even of captures that are not remembered here',
    load: async () => (await import('../sweep.ts')).defineSweep,
  },
  analyze: {
    takes: '<bundle...>',
    description: 'judge a bundle, an archive, log files or standard input (-): what happened, and why',
    load: async () => (await import('../analyze.ts')).defineAnalyze,
  },
  report: {
    takes: '<bundle...>',
    description: 'print the report of a bundle in a format',
    load: async () => (await import('../analyze.ts')).defineReport,
  },
  open: {
    takes: '[bundle...]',
    description: 'write the page that judges in a browser, with the report of a bundle inside when one is named',
    load: async () => (await import('../open.ts')).defineOpen,
  },
  next: {
    takes: '<bundle>',
    description: 'print the playbook that would decide what a bundle left open; no router is contacted',
    load: async () => (await import('../next.ts')).defineNext,
  },
  replay: {
    takes: '<bundle>',
    description: 'play what was captured in the lab, and again with each remedy: when would it have healed',
    load: async () => (await import('../replay.ts')).defineReplay,
  },
  compare: {
    takes: '<bundle...>',
    description: 'say what recurs over many bundles, how often before and after a date, and how far verdicts were right',
    load: async () => (await import('../compare.ts')).defineCompare,
  },
  confirm: {
    takes: '<bundle> <cause>',
    description: 'write down beside a bundle what it was in the end',
    load: async () => (await import('../confirm.ts')).defineConfirm,
  },
  evidence: {
    takes: '<bundle>',
    description: 'pack a bundle for somebody else: redacted, with its reports, signed; --case puts it into a case of Cisco',
    load: async () => (await import('../evidence.ts')).defineEvidence,
  },
  verify: {
    takes: '<file>',
    description: 'check an evidence archive: whole, unchanged, and signed by whom',
    load: async () => (await import('../verify.ts')).defineVerify,
  },
  radar: {
    takes: '[files...]',
    description: 'say from syslog alone which tunnels flap, how often, and which deserve a trap; no router is contacted',
    load: async () => (await import('../radar.ts')).defineRadar,
  },
  fleet: {
    description: 'one playbook over an inventory of tunnels: plan, arm in waves, status, disarm',
    load: async () => (await import('../fleet.ts')).defineFleet,
  },
  serve: {
    description: 'serve the page: armed tunnels, incidents as they come, playbooks, judging; on this machine unless told otherwise',
    load: async () => (await import('../serve.ts')).defineServe,
  },
  store: {
    description: 'look after the database that remembers captures: status, start, stop, backup, restore',
    load: async () => (await import('../store.ts')).defineStore,
  },
  audit: {
    description: 'check that the audit of all that was typed on routers is whole and unchanged',
    load: async () => (await import('../audit.ts')).defineAudit,
  },
  lint: {
    takes: '[files...]',
    description: 'lint the EEM applets of any IOS configuration',
    load: async () => (await import('../lint.ts')).defineLint,
  },
  eem: {
    description: 'write, run, test and compare EEM applets without a router',
    load: async () => (await import('../eem.ts')).defineEem,
  },
  lsp: {
    description: 'speak the language server protocol with an editor: applets and playbooks, as they are typed',
    load: async () => (await import('../lsp.ts')).defineLsp,
  },
  prove: {
    takes: '<playbook>',
    description: 'try on one router what flaptrap believes of it, undo all, and write a card',
    load: async () => (await import('../prove.ts')).defineProve,
  },
  lab: {
    description: 'start two simulated routers on loopback for any SSH client',
    load: async () => (await import('../lab.ts')).defineLab,
  },
  mcp: {
    description: 'answer an assistant: verdicts, lines and radar; it arms only what a person has approved',
    load: async () => (await import('../mcp.ts')).defineMcp,
  },
  completion: {
    takes: '<shell>',
    description: 'print the completion of all commands and options for bash, zsh or fish',
    load: async () => (await import('../completion.ts')).defineCompletion,
  },
} as const satisfies Record<string, CommandEntry>;

/** Each stands above the command that it is named by here, and those behind it. */
export const HEADINGS: Readonly<Partial<Record<keyof typeof COMMANDS, string>>> = {
  init: 'First steps, no router is contacted:',
  doctor: 'Your routers, read and not changed:',
  run: 'Catch the flap:',
  analyze: 'Judge what was recorded, wherever it comes from:',
  evidence: 'Give it to somebody else:',
  radar: 'Many tunnels, many days:',
  lint: 'EEM applets of your own:',
  prove: 'More:',
};
