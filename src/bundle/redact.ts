/** Redacting takes the secrets out of raw text when it comes in, line by line, so that line numbers stay. */
import { removeSecrets } from '../ios/secrets.ts';

/** Only a line with one of these words can hold a secret: the rest, nearly all of a log, is passed by. */
export const SECRET_WORD = /key|secret|password|passwd|community|authentication|snmp-server|psk|:\/\/|PRIVATE/i;
/** `branch(config)#crypto isakmp key …`, `… %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:username …`: what stands before a command. */
export const BEFORE_COMMAND = /^(?:.*logged command:(?:!exec: )?|[A-Za-z][\w.-]{0,62}(?:\([\w-]{1,40}\))?[#>] ?)/;
/** A stamped message, or a tuple below it: no configuration line, so only a quoted command or an address with a password can be in it. */
export const MESSAGE_LINE = /^(?:<\d|\d{1,10}: |[*.]?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) |\s*\(key eng)/;
const QUOTED = /logged command:|:\/\//;
/** A private key's lines: its body goes, one mark for each line. */
export const PRIVATE_KEY_BEGIN = /^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/;
export const PRIVATE_KEY_END = /^\s*-----END [A-Z ]*PRIVATE KEY-----/;
/** No pre-shared key or configuration line is longer: what is longer is passed in pieces. */
const LINE_CHARACTERS_MAX = 2000;
const REMOVED = '<removed>';

export function redact(text: string): string {
  if (!SECRET_WORD.test(text)) return text;
  let isInKey = false;
  return text
    .split('\n')
    .map((line) => {
      if (PRIVATE_KEY_END.test(line)) isInKey = false;
      const redacted = isInKey ? REMOVED : redactLine(line);
      if (PRIVATE_KEY_BEGIN.test(line)) isInKey = true;
      return redacted;
    })
    .join('\n');
}

function redactLine(line: string): string {
  if (line.length > LINE_CHARACTERS_MAX || !SECRET_WORD.test(line)) return line;
  if (MESSAGE_LINE.test(line) && !QUOTED.test(line)) return line;
  const before = BEFORE_COMMAND.exec(line)?.[0] ?? '';
  const carriage = line.endsWith('\r') ? '\r' : '';
  const command = line.slice(before.length, line.length - carriage.length);
  return before + removeSecrets(command) + carriage;
}
