/** A prompt is what IOS prints when it waits for a line: host name, mode in parentheses, and a sign for the privilege. */

export type PromptMode = 'user' | 'privileged' | 'config' | 'custom';

export interface Prompt {
  /** As it stands on the terminal. */
  text: string;
  mode: PromptMode;
  /** Everything before the mode and the sign; cut at 20 characters in configuration mode. */
  base: string;
  /** `config`, `config-applet`, `ca-trustpoint`: what stands in the parentheses; long ones are cut short. */
  submode: string | undefined;
}

/** `branch>`, `hq#`: the plain prompts of user and privileged EXEC. [C] */
export const EXEC_PROMPT = /^(?<base>[^\s()<>#][^\r\n]*?)(?<sign>[>#]) ?$/;
/** `hq(config-applet)#`: host name, then the submode. [C] */
export const CONFIG_PROMPT = /^(?<base>[^\s()<>#][^\r\n]*?)\((?<submode>[^()\r\n]{1,40})\)# ?$/;
/** `hq`: a name by the rules of RFC 1123, and the underscore that IOS lets through. */
export const HOSTNAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;

/** IOS keeps this much of the host name in configuration mode. [L] netmiko#1786 */
export const CONFIG_HOSTNAME_CHARACTERS = 20;
/** A configuration prompt is at most this long; the submode gives way, its parenthesis stays. [C] IOS command reference, `hostname` */
export const CONFIG_PROMPT_CHARACTERS = 30;

/** Reads a prompt that is known to be an EXEC prompt, as after login: parentheses belong to the name then. */
export function parseExecPrompt(text: string): Prompt {
  const match = EXEC_PROMPT.exec(text)?.groups;
  if (match === undefined) return { text, mode: 'custom', base: text, submode: undefined };
  return {
    text,
    mode: match['sign'] === '#' ? 'privileged' : 'user',
    base: match['base'] ?? '',
    submode: undefined,
  };
}

/** Reads any prompt: parentheses before the `#` are a configuration mode. */
export function parsePrompt(text: string): Prompt {
  const match = CONFIG_PROMPT.exec(text)?.groups;
  if (match === undefined) return parseExecPrompt(text);
  return {
    text,
    mode: 'config',
    base: match['base'] ?? '',
    submode: match['submode'],
  };
}

/** The host name, where the prompt shows it plainly and whole. */
export function hostnameOf(prompt: Prompt): string | undefined {
  return prompt.mode !== 'custom' && HOSTNAME.test(prompt.base) ? prompt.base : undefined;
}

/** True when the prompt's submode is this one, possibly cut short by a long host name. */
export function isSubmode(prompt: Prompt, submode: string): boolean {
  const shown = prompt.submode;
  if (prompt.mode !== 'config' || shown === undefined) return false;
  return shown === submode || (shown.length > 'config'.length && submode.startsWith(shown));
}

/** As IOS prints it: `printPrompt('hq', 'config', 'config-applet')` is `hq(config-applet)#`. */
export function printPrompt(hostname: string, mode: 'user' | 'privileged' | 'config', submode = 'config'): string {
  if (mode === 'user') return `${hostname}>`;
  if (mode === 'privileged') return `${hostname}#`;
  const name = hostname.slice(0, CONFIG_HOSTNAME_CHARACTERS);
  return `${name}(${submode.slice(0, CONFIG_PROMPT_CHARACTERS - name.length - '()#'.length)})#`;
}

/**
 * What the same device may print as a prompt from now on, at the start of a line: its EXEC prompts, and the configuration
 * modes of any host name, because a custom EXEC prompt does not tell the name and a session may change it.
 */
export function promptPattern(learned: Prompt): RegExp {
  const base = literal(learned.base);
  const exec = learned.mode === 'custom' ? literal(learned.text) : `${base}[>#]|${base}\\([^()\\r\\n]{1,40}\\)#`;
  return new RegExp(`^(?:${exec}|[A-Za-z0-9][\\w.-]{0,62}\\([^()\\r\\n]{1,40}\\)#) ?`);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
