/** The lint `self-trigger` finds applets whose own log message would spring them again. */
import { commandsOf } from '../commands.ts';
import { hears } from '../hear.ts';
import { compilePattern } from '../pattern.ts';
import type { Lint } from './lint.ts';

export const selfTrigger: Lint = {
  id: 'self-trigger',
  severity: 'error',
  why: '%HA_EM-6-LOG goes through the syslog detector like any message: the applet springs on its own words, again and again',
  source: '[B] eem.md 10.11; an error all the same, because a loop costs too much to wait for proof',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI"\n action 10 syslog msg "saw INV_SPI"\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI"\n action 10 syslog msg "frozen"\n',
  check: (applet) => {
    const spoken = applet.actions
      .filter(({ verb }) => verb === 'syslog')
      .map((action) => ({ place: action.place, message: `%HA_EM-6-LOG: ${applet.name}: ${action.fields['msg']}` }));
    const typed = commandsOf(applet).map(({ command, action }) => ({ place: action.place, message: command }));
    return applet.events.flatMap(({ detector, fields }) => {
      if (detector !== 'syslog' && detector !== 'cli') return [];
      const isHeard = (message: string): boolean =>
        detector === 'syslog' ? hears(fields, message) : compilePattern(String(fields['pattern'] ?? ''))?.test(message) === true;
      const own = (detector === 'syslog' ? spoken : typed).find(({ message }) => isHeard(message));
      return own === undefined ? [] : [{ place: own.place, summary: `its own \`${own.message}\` matches its pattern` }];
    });
  },
};
