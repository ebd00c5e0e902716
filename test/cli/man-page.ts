/** The man page of the program, in man(7)'s own macros, made of its commands, its exit codes and the newest entry of the changelog. */
import type { DescribedCommand, DescribedOption } from '../../src/cli/completion/describe.ts';

export interface ManPage {
  version: string;
  /** `2026-11-26` */
  date: string;
  commands: readonly DescribedCommand[];
  /** Code and meaning. */
  exits: readonly (readonly [code: number, meaning: string])[];
}

export function printManPage({ version, date, commands, exits }: ManPage): string {
  return `${[
    '.\\" Generated from the program: npx vitest run test/cli/man.test.ts -u',
    `.TH FLAPTRAP 1 "${date}" "flaptrap ${version}" "User Commands"`,
    '.SH NAME',
    'flaptrap \\- catch the intermittent IPsec flap between two Cisco routers, and say why',
    '.SH SYNOPSIS',
    '.B flaptrap',
    '.I command',
    '.RI [ options ]',
    '.RI [ arguments ]',
    '.SH DESCRIPTION',
    text(
      'flaptrap arms both routers of a tunnel, freezes their debugs at the moment one of them logs %CRYPTO-4-RECVD_PKT_INV_SPI, brings both records home, puts both routers back as they were, and says why, with the lines that prove it.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(printCommand),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning.replaceAll('`', '"'))]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B FLAPTRAP_STATE',
    text('The folder that remembers captures, in the place of $XDG_STATE_HOME/flaptrap or ~/.local/state/flaptrap.'),
    '.TP',
    '.B FLAPTRAP_STORE',
    text('The store, a folder or a postgresql:// URL, in the place of --store.'),
    '.TP',
    '.B FLAPTRAP_AUDIT_KEY',
    text('The SSH key that signs the audit: a private one without a passphrase, or a public one that the SSH agent holds.'),
    '.SH EXAMPLES',
    '.EX',
    ...[
      'flaptrap rehearse playbooks/tunnel-flaps.yaml --cause delete-lost',
      'flaptrap init tunnel.yaml',
      'flaptrap analyze captures/7f3a9c01',
    ].map(line),
    '.EE',
    '.SH SEE ALSO',
    '.BR ssh (1),',
    '.BR ssh-agent (1)',
  ].join('\n')}\n`;
}

function printCommand({ name, takes, description, options }: DescribedCommand): string[] {
  return [`.SS "flaptrap ${name}${takes === '' ? '' : ` ${roff(takes)}`}"`, text(`${description}.`), ...options.flatMap(printOption)];
}

function printOption({ flags, takes, description, values }: DescribedOption): string[] {
  const named = flags.map((flag) => `\\fB${roff(flag)}\\fR`).join(', ');
  const few = values.length > 0 && values.length <= VALUES_MAX ? ` One of ${values.join(', ')}.` : '';
  return ['.TP', `${named}${takes === undefined ? '' : ` \\fI${roff(takes)}\\fR`}`, text(`${description}.${few}`)];
}

/** More than these stand in \`flaptrap COMMAND --help\`. */
const VALUES_MAX = 12;

/** A sentence a line, as roff wants it; none begins as a request. */
function text(said: string): string {
  return said
    .split(/(?<=[.:;]) /)
    .map(line)
    .join('\n');
}

function line(said: string): string {
  return /^[.']/.test(said) ? `\\&${roff(said)}` : roff(said);
}

/** A minus that is typed is no hyphen. */
function roff(said: string): string {
  return said.replaceAll('\\', '\\e').replaceAll('-', '\\-');
}
