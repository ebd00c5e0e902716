/** Lints of what the commands of an applet do to its router. */
import { commandsOf } from '../commands.ts';
import { inRunOrder } from '../order.ts';
import type { Lint } from './lint.ts';

/** Finds commands with two pipes. */
export const doublePipe: Lint = {
  id: 'double-pipe',
  severity: 'warning',
  why: 'classic IOS is believed to take one pipe only',
  source: '[B] eem.md 10.13',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | include UTC | append flash:x"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | append flash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      /\s\|\s.*\s\|\s/.test(command) ? [{ place: action.place, summary: `\`${command}\` has two pipes` }] : [],
    ),
};

/** Finds remedies that come before the evidence is saved. */
export const evidenceDestroyed: Lint = {
  id: 'evidence-destroyed',
  severity: 'warning',
  why: 'what `clear` takes away is what would have told the cause',
  source: '[C] eem.md 1',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "clear crypto sa"\n action 30 cli command "show crypto ipsec sa | redirect flash:x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show crypto ipsec sa | redirect flash:x"\n action 30 cli command "clear crypto sa"\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const lastShow = commands.findLastIndex(({ command }) => /^show\b/i.test(command));
    return commands
      .slice(0, Math.max(lastShow, 0))
      .flatMap(({ command, action }) =>
        /^cle\w*\s+(?:cry\w*|log\w*)(?=\s|$)/i.test(command)
          ? [{ place: action.place, summary: `\`${command}\` comes before the shows are taken` }]
          : [],
      );
  },
};

/** Finds what only NX-OS or a Unix shell knows. */
export const otherPlatformSyntax: Lint = {
  id: 'other-platform-syntax',
  severity: 'error',
  why: 'IOS takes it for text: `>` writes no file, `$(NAME)` is no variable',
  source: '[L] eem.md 10.20',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock >> bootflash:x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | append bootflash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) => {
      const found = OTHER_PLATFORM.exec(command);
      return found === null ? [] : [{ place: action.place, summary: `\`${(found[1] ?? found[2] ?? found[0]).trim()}\` is not IOS` }];
    }),
};

/** `show clock >> file`, `$(SWITCHNAME)`, `&& `; filters that IOS has not: it has append, begin, count, exclude, format, include, redirect, section and tee. [C] IOS Configuration Fundamentals */
const OTHER_PLATFORM =
  /^show .*\s(>{1,2}\s*\S+)|\$\(\w+\)|\s&&\s|^sh\w*\s.*(\|\s*(?:grep|egrep|head|tail|last|less|wc|awk|sed|cut|sort|uniq|no-more|json|xml)\b)/;

/** Finds applets that remove themselves and go on. */
export const selfRemovalNotLast: Lint = {
  id: 'self-removal-not-last',
  severity: 'warning',
  why: 'what follows may still run, and it may not',
  source: '[L] eem.md 10.16',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "no event manager applet A"\n action 40 cli command "end"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "no event manager applet A"\n',
  check: (applet) => {
    const last = inRunOrder(applet.actions).at(-1);
    return commandsOf(applet).flatMap(({ command, action }) =>
      command === `no event manager applet ${applet.name}` && action !== last
        ? [{ place: action.place, summary: 'it removes itself before its last action' }]
        : [],
    );
  },
};

/** Finds files that grow without a bound. */
export const unboundedAppend: Lint = {
  id: 'unbounded-append',
  severity: 'warning',
  why: 'each run adds to the file until the flash is full',
  source: '[L] eem.md 10.32',
  failing:
    'event manager applet A\n event timer watchdog time 60\n action 10 cli command "enable"\n action 20 cli command "show clock | append flash:x"\n',
  passing:
    'event manager applet A\n event timer watchdog time 60\n action 10 cli command "enable"\n action 20 cli command "show clock | redirect flash:x"\n',
  check: (applet) => {
    const repeats = applet.events.some(
      ({ detector, fields }) =>
        (detector === 'timer' && fields.mode !== 'countdown') || (detector === 'syslog' && fields.ratelimitSeconds === undefined),
    );
    if (!repeats) return [];
    // What is redirected into a file begins it anew.
    const seen = new Set(commandsOf(applet).map(({ command }) => /\|\s*red\w*\s+(?<file>\S+)/.exec(command)?.groups?.['file'] ?? ''));
    return commandsOf(applet).flatMap(({ command, action }) => {
      const file = /\|\s*(?:ap\w*|tee\s+\/a\w*)\s+(?<file>\S+)/.exec(command)?.groups?.['file'];
      if (file === undefined || seen.has(file)) return [];
      seen.add(file);
      return [{ place: action.place, summary: `nothing bounds \`${file}\`` }];
    });
  },
};

/** Finds applets that save the configuration. */
export const writeMemory: Lint = {
  id: 'write-memory',
  severity: 'warning',
  why: 'it also saves whatever someone is just trying out, and the applet itself',
  source: '[L] eem.md 10.16',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "write memory"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | redirect flash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      /^(?:wr\w*(?:\s+me\w*)?|cop\w*\s+(?:system:\/*)?run\S*\s+(?:nvram:\/*)?sta\S*)$/i.test(command)
        ? [{ place: action.place, summary: `\`${command}\` saves what nobody asked to save` }]
        : [],
    ),
};
