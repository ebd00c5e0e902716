/** Commands of the terminal itself: privilege, pager, configuration mode. */
import type { Command } from './command.ts';

export const TERMINAL_COMMANDS: readonly Command[] = [
  {
    words: 'enable',
    privilege: 1,
    run: (_router, _values, session) => {
      session.privilege = 15;
      return '';
    },
  },
  {
    words: 'disable',
    privilege: 1,
    run: (_router, _values, session) => {
      session.privilege = 1;
      return '';
    },
  },
  {
    words: 'terminal length <lines>',
    privilege: 1,
    run: (_router, [lines = '24'], session) => {
      session.pageLines = Number(lines) || 0;
      return '';
    },
  },
  { words: 'terminal width <columns>', privilege: 1, run: () => '' },
  { words: 'terminal no monitor', privilege: 1, run: () => '' },
  { words: 'terminal monitor', privilege: 1, run: () => '' },
  {
    words: 'configure terminal',
    privilege: 15,
    run: (_router, _values, session) => {
      session.enterConfiguration();
      return 'Enter configuration commands, one per line.  End with CNTL/Z.';
    },
  },
  {
    words: 'exit',
    privilege: 1,
    run: (_router, _values, session) => {
      session.close();
      return '';
    },
  },
];
