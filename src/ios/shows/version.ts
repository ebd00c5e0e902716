/** `show version` says which release runs and since when. */
import { isZoneKnown, parseClock } from '../log/syslog.ts';
import { findShown, type ShowLine, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `Cisco IOS Software, C3900 Software (C3900-UNIVERSALK9-M), Version 15.0(1)M7, RELEASE SOFTWARE (fc2)`, `Cisco IOS XE Software, Version 16.12.04` */
export const VERSION = /^\s*(?:Cisco )?IOS.*?\bVersion ([^\s,]+)/;
/** `16.9.5`, `15.1(4)M4`; not the label of a build, which may stand above it: `V169_5_SR123456`, `BLD_V163_MR_THROTTLE_LATEST_20170410_093453` */
export const RELEASE = /^\d{1,2}\.\d/;
/** `cisco ASR1001 (1RU) processor with 1133939K/6147K bytes of memory.`, `Cisco CISCO2911/K9 (revision 1.0) with 483328K/40960K bytes of memory.` */
export const MODEL = /^\s*(?:cisco|Allen-Bradley) (\S{1,40}) \([^)]{0,60}\).{0,80}\bbytes of (?:physical )?memory/i;
/** `best-c3945-IOS3 uptime is 1 hour, 20 minutes` */
export const UPTIME = /^\s*\S+ uptime is (.+)$/;
/** `Last reload reason: Reload Command` */
export const RELOAD_REASON = /^\s*Last reload reason ?: (\S.{0,200}?)\s*$/i;
/** `System returned to ROM by reload at 10:26:47 EST Mon Dec 9 2019`, `System returned to ROM by power-on`, at first `System restarted by power-on`: what older releases say instead [C] */
export const RETURNED =
  /^\s*System (?:returned to ROM|restarted) by {1,4}(\S.{0,80}?)(?: at \d{1,2}:\d\d:\d\d\b.*)?(?: \(SP by .{1,60}\))?\s*$/i;
/** `System restarted at 10:28:02 EST Mon Dec 9 2019`, where the clock has been set since [C] */
export const RESTARTED = /^\s*System restarted at (\d{2}:\d{2}:\d{2} .{1,60})$/;
/** `1 years, 2 weeks, 3 days, 4 hours, 5 minutes` */
export const UPTIME_PART = /(?<!\d)(\d{1,6}) (year|week|day|hour|minute|second)s?/g;

/** What is left of it on the next line: `minutes`, `7 hours, 56 minutes` */
const UPTIME_REST = /^\s*(?:\d{1,6} )?(?:year|week|day|hour|minute|second)s?\b/;

const SECONDS: Record<string, number> = { year: 31_536_000, week: 604_800, day: 86_400, hour: 3600, minute: 60, second: 1 };

export const version: Show = {
  id: 'version',
  command: 'show version',
  names: /^show_ver/i,
  read(text): ShownState {
    const lines = showLines(text);
    const versions = lines.flatMap((each, index) => {
      const release = VERSION.exec(`${each.text}${wrappedOff(each.text, lines[index + 1]?.text)}`)?.[1];
      return release === undefined ? [] : [{ ...each, value: release }];
    });
    return {
      version: versions.find(({ value }) => RELEASE.test(value)) ?? versions[0],
      model: findShown(lines, MODEL, ([, model]) => model),
      reloadReason: findShown(lines, RELOAD_REASON, ([, reason]) => reason) ?? findShown(lines, RETURNED, ([, reason]) => reason),
      uptimeSeconds: findShown(lines.map(withTail), UPTIME, ([, words = '']) => parseUptimeWords(words)),
      restartedAt: findShown(lines, RESTARTED, ([, time = '']) => (isZoneKnown(time) ? parseClock(time)?.at : undefined)),
    };
  },
  samples: [
    'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.1(4)M4, RELEASE SOFTWARE (fc1)\nhq uptime is 1 week, 1 day, 29 minutes\nCisco CISCO2911/K9 (revision 1.0) with 483328K/40960K bytes of memory.',
  ],
};

/** `…, ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M),` above `Version 16.12.4, RELEASE SOFTWARE (fc5)`, on a narrow terminal. */
function wrappedOff(text: string, next: string | undefined): string {
  return /^\s*(?:Cisco )?IOS\b/.test(text) && !VERSION.test(text) && next !== undefined && /^\s*Version /.test(next)
    ? ` ${next.trim()}`
    : '';
}

/** `… uptime is 4 weeks, 2 days, 7 hours, 56 ` above `minutes`, where a narrow page breaks it: after a figure or a comma. */
function withTail(each: ShowLine, index: number, lines: readonly ShowLine[]): ShowLine {
  const next = lines[index + 1]?.text ?? '';
  const isBroken = UPTIME.test(each.text) && /(?:,| \d{1,6}| is)\s*$/.test(each.text) && UPTIME_REST.test(next);
  return isBroken ? { ...each, text: `${each.text.trimEnd()} ${next.trim()}` } : each;
}

function parseUptimeWords(words: string): number | undefined {
  const parts = [...words.matchAll(UPTIME_PART)];
  return parts.length === 0 ? undefined : parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit] ?? 0), 0);
}
