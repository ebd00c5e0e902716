/** What doctor found, printed: a line a look with what mends it, then each router with what its account may not run. */
import type { Permission } from '../../capture/self-test.ts';
import { printSpan } from '../../timeline/span.ts';
import { type Look, printLook } from './look.ts';

export interface Examined {
  name: string;
  /** Why the router could not be asked, and how that ends. */
  error?: string;
  exit?: number;
  permissions: Permission[];
  /** What its clock says beside this machine's; null where it was not read. */
  clockAheadMs?: number | null;
  /** What to type where something is denied. */
  mend?: string;
}

export interface Looked {
  machine: readonly Look[];
  playbook?: string;
  logins?: readonly Look[];
  peers?: readonly Examined[];
}

export function printLooked({ machine, playbook, logins = [], peers = [] }: Looked): string {
  const more =
    playbook === undefined
      ? ['', 'next: flaptrap doctor PLAYBOOK looks at its logins and routers too; `flaptrap init` writes one']
      : ['', `playbook: ${playbook} is correct`, ...logins.flatMap(printLook), ...peers.flatMap(printPeer)];
  return [`machine: ${process.platform}`, ...machine.flatMap(printLook), ...more].join('\n');
}

/** A minute is what a person notices, and what an approved hour does not care about. */
const CLOCK_NOTE_MS = 60_000;

function printPeer({ name, error, permissions, clockAheadMs, mend }: Examined): string[] {
  if (error !== undefined) return ['', error];
  const counted = (is: Permission['is']): Permission[] => permissions.filter((each) => each.is === is);
  const ahead = clockAheadMs ?? 0;
  return [
    '',
    `${name}: ${counted('allowed').length} commands allowed, ${counted('denied').length} denied, ${counted('unproven').length} unproven`,
    ...counted('denied').map(({ command, why }) => `  denied    ${command}\n            ${why}`),
    ...printUnproven(counted('unproven').filter(({ mode }) => mode !== 'applet')),
    ...(mend === undefined ? [] : [`  next: ${mend}   # or privilege, or tacacs: the lines that allow it`]),
    ...(Math.abs(ahead) < CLOCK_NOTE_MS
      ? []
      : [
          `  note: its clock is ${printSpan(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`,
          '        mend: show ntp status   # and ntp server ADDRESS, or clock set; the verdict works the difference out by itself',
        ]),
  ];
}

/** A line a reason: what was not tried is one thing, whatever it would be typed as. */
function printUnproven(unproven: readonly Permission[]): string[] {
  const reasons = [...new Set(unproven.map(({ why }) => why))];
  return reasons.flatMap((why) => {
    const [first, ...more] = unproven.filter((each) => each.why === why).map(({ command }) => command);
    return [`  unproven  ${first}${more.length === 0 ? '' : `, and ${more.length} more`}`, `            ${why}`];
  });
}
