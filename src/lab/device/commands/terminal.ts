/** Commands of the terminal itself: privilege, pager, configuration mode. */
import type { Command, Line } from './command.ts';

export const TERMINAL_COMMANDS: readonly Command[] = [
  {
    words: 'enable',
    privilege: 1,
    run: ({ spec }, _values, session) => {
      if (session.privilege < 15 && spec.enableSecret !== undefined && !session.isInternal) return askSecret(session, spec.enableSecret, 1);
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
  {
    words: 'terminal width <columns>',
    privilege: 1,
    run: (_router, [columns = '80'], session) => {
      session.columns = Number(columns) || 0;
      return '';
    },
  },
  { words: 'terminal monitor', privilege: 1, run: (_router, _values, session) => monitor(session, true) },
  { words: 'terminal no monitor', privilege: 1, run: (_router, _values, session) => monitor(session, false) },
  { words: 'terminal no <what...>', privilege: 1, run: () => '' },
  { words: 'terminal exec prompt timestamp', privilege: 1, run: () => '' },
  {
    words: 'configure terminal',
    privilege: 15,
    run: (_router, _values, session) => {
      session.enterConfiguration();
      return 'Enter configuration commands, one per line.  End with CNTL/Z.';
    },
  },
  ...['exit', 'logout', 'quit'].map(
    (words): Command => ({
      words,
      privilege: 1,
      run: (_router, _values, session) => {
        session.close();
        return '';
      },
    }),
  ),
];

/** Three tries. [L] */
function askSecret(session: Line, secret: string, attempt: number): string {
  const judge = (typed: string): string => {
    if (typed === secret) session.privilege = 15;
    else return attempt < 3 ? askSecret(session, secret, attempt + 1) : '% Bad secrets\n';
    return '';
  };
  return session.ask('Password: ', judge, { isSecret: true });
}

function monitor(session: Line, isOn: boolean): string {
  session.isMonitoring = isOn;
  return '';
}
