/** Configuration mode changes a router line by line; an applet is registered when its mode is left. */
import { parseApplets } from '../../applet/parse.ts';
import { invalidInput } from './commands/command.ts';
import { DEFAULT_BUFFER_BYTES, LEVELS, LOGGING_BUFFERED } from './log.ts';
import { LOG_SETTING, typeLogSetting } from './log-settings.ts';
import type { Router } from './router.ts';

/** Global lines that open a mode of their own, and what the prompt calls it. */
const SECTIONS: readonly [RegExp, string][] = [
  [/^interface \S/, 'config-if'],
  [/^crypto map \S+ \d+ ipsec-isakmp$/, 'config-crypto-map'],
  [/^crypto isakmp policy \d+$/, 'config-isakmp'],
  [/^crypto ipsec profile \S+$/, 'ipsec-profile'],
  [/^ip access-list extended \S+$/, 'config-ext-nacl'],
  [/^line (?:con|vty) \d+/, 'config-line'],
];
const GLOBAL =
  /^(?:no )?(?:hostname|service|crypto|ip|ntp|snmp-server|username|access-list|archive|event manager (?:environment|session|scheduler|history)|logging (?:host|discriminator))\b/;
/** `event manager environment q "` */
const ENVIRONMENT = /^event manager environment (?<name>\S+) (?<value>.+)$/;
const APPLET = /^event manager applet \S/;
/** Lines of an applet that are right or wrong whatever stands before them; what takes out, and a trigger's block, look back. */
const STANDS_ALONE = /^(?:action|event|description|set)\b/;

export class ConfigurationMode {
  submode = 'config';
  readonly #router: Router;
  #section: string | undefined;
  #applet: string[] | undefined;

  constructor(router: Router) {
    this.#router = router;
  }

  type(line: string, promptColumns: number): string {
    if (/^exit$/i.test(line)) return this.leaveSubmode();
    if (
      this.#applet !== undefined &&
      /^(?:(?:no|default) )?(?:action|event(?! manager)|description|trigger|correlate|attribute|set|comment)\b/.test(line)
    )
      return this.#typeApplet(line, promptColumns);
    if (this.#section !== undefined && !this.#isGlobal(line)) {
      this.#router.configuration.setInside(this.#section, line);
      return '';
    }
    const warning = this.leaveSubmode();
    const answer = this.#typeGlobal(line, promptColumns);
    return [warning, answer].filter((text) => text !== '').join('\n');
  }

  /** Registers the applet that was being typed; answers what IOS complains of. */
  leaveSubmode(): string {
    const lines = this.#applet;
    this.#applet = undefined;
    this.#section = undefined;
    this.submode = 'config';
    if (lines === undefined) return '';
    const [applet] = parseApplets(lines.join('\n'), this.#router.hostname).applets;
    if (applet === undefined || applet.events.length === 0) return '% EEM configuration: no event configured, applet is not registered';
    this.#router.eem.register(applet);
    return '';
  }

  #isGlobal(line: string): boolean {
    return (
      GLOBAL.test(line) ||
      SECTIONS.some(([pattern]) => pattern.test(line)) ||
      APPLET.test(line.replace(/^no /, '')) ||
      line.startsWith('default ') ||
      LOG_SETTING.test(line) ||
      line.replace(/^no /, '').startsWith('logging buffered')
    );
  }

  #typeGlobal(line: string, promptColumns: number): string {
    const { configuration } = this.#router;
    if (APPLET.test(line.replace(/^no /, '')))
      return this.#router.spec.image === 'iol' ? invalidInput(promptColumns) : this.#typeAppletHeader(line);
    if (/^(?:no |default )?logging buffered\b/.test(line)) return this.#typeLogging(line, promptColumns);
    if (LOG_SETTING.test(line)) return typeLogSetting(configuration, this.#router.spec.platform, line) ? '' : invalidInput(promptColumns);
    const section = SECTIONS.find(([pattern]) => pattern.test(line));
    if (section !== undefined) {
      configuration.set(line);
      this.#section = line;
      this.submode = section[1];
      return '';
    }
    if (!GLOBAL.test(line)) return invalidInput(promptColumns);
    if (line.startsWith('no ')) configuration.unset(line.slice('no '.length));
    else configuration.set(line);
    const variable = ENVIRONMENT.exec(line)?.groups;
    if (variable !== undefined) this.#router.eem.environment[variable['name'] ?? ''] = variable['value'] ?? '';
    return '';
  }

  #typeAppletHeader(line: string): string {
    const name = /applet (?<name>\S+)/.exec(line)?.groups?.['name'] ?? '';
    if (line.startsWith('no ')) return this.#router.eem.unregister(name) ? '' : `% EEM configuration: applet ${name} not found`;
    const existing = this.#router.eem.printOne(name);
    this.#applet = existing.length > 0 ? [line, ...existing.slice(1)] : [line];
    this.submode = 'config-applet';
    return '';
  }

  #typeApplet(line: string, promptColumns: number): string {
    const lines = this.#applet ?? [];
    const label = /^action (?<label>\S+)/.exec(line)?.groups?.['label'];
    // A second action with a label is taken to replace the first. [B] eem.md 3
    const isSame = (each: string): boolean => (label === undefined ? each.trim() === line : /^\s*action (\S+)/.exec(each)?.[1] === label);
    const typed = [...lines.filter((each, index) => index === 0 || !isSame(each)), ` ${line}`];
    const read = STANDS_ALONE.test(line) ? [typed[0], ` ${line}`] : typed;
    const mistake = parseApplets(read.join('\n'), '').diagnostics.find((each) => each.line === read.length);
    if (mistake !== undefined && mistake.severity !== 'notice') return invalidInput(promptColumns + mistake.column - 2);
    this.#applet = typed;
    return '';
  }

  #typeLogging(line: string, promptColumns: number): string {
    const { configuration, log } = this.#router;
    const groups = LOGGING_BUFFERED.exec(line.replace(/^(?:no|default) /, ''))?.groups;
    if (groups === undefined) return invalidInput(promptColumns);
    configuration.unset('logging buffered');
    configuration.unset('no logging buffered');
    if (line.startsWith('no ')) {
      log.isEnabled = false;
      configuration.set(line);
    } else if (line.startsWith('default ')) log.resize(DEFAULT_BUFFER_BYTES, LEVELS.length - 1);
    else {
      log.resize(
        Number(groups['bytes'] ?? DEFAULT_BUFFER_BYTES),
        Math.max(
          0,
          LEVELS.findIndex((level) => level === (groups['level'] ?? 'debugging')),
        ),
      );
      // The configuration leaves out the level when it is the default. [L]
      configuration.set(line.replace(/ debugging$/, ''));
    }
    return '';
  }
}
