/** Overhearing tells an audit of every line that is typed on a router, and of how much came back; it never holds up a session. */
import type { ConnectOptions } from '../device/cli.ts';
import type { Session } from '../device/ssh.ts';
import type { DeviceTarget } from '../device/target.ts';
import { Redactor } from '../ios/redact/redactor.ts';

/** Who keeps the audit; nothing of it throws or waits. */
export interface Auditor {
  login(to: { device: string; host: string; port: number; user: string; hostKey: string; hide(text: string): string }): {
    typed(text: string): void;
    heard(bytes: Uint8Array): void;
    over(): void;
  };
}

interface Overhearing {
  audit: Auditor | undefined;
  /** Secrets that are known by now. */
  known(): string[];
}

/** `over` ends what a failed login began. */
export function overhear(hooks: ConnectOptions, target: DeviceTarget, overhearing: Overhearing): { hooks: ConnectOptions; over(): void } {
  let ear: ReturnType<Auditor['login']> | undefined;
  const over = (): void => {
    ear?.over();
    ear = undefined;
  };
  return {
    over,
    hooks: {
      ...hooks,
      onLogin: ({ hostKey }) => {
        ear = listen(target, hostKey, overhearing);
      },
      onTranscript: ({ direction, bytes }) => (direction === 'sent' ? ear?.typed(bytes.toString('utf8')) : ear?.heard(bytes)),
      onClose: () => {
        over();
        hooks.onClose?.();
      },
    },
  };
}

/** A session for files: what is run on it is what it types. */
export function overhearSession(session: Session, target: DeviceTarget, overhearing: Overhearing): Session {
  const ear = listen(target, session.hostKey, overhearing);
  if (ear === undefined) return session;
  void session.ended.then(ear.over);
  return {
    ...session,
    openCommand: (command) => {
      ear.typed(command);
      return session.openCommand(command);
    },
    openSftp: () => {
      ear.typed('subsystem sftp');
      return session.openSftp();
    },
  };
}

function listen(target: DeviceTarget, hostKey: string, { audit, known }: Overhearing): ReturnType<Auditor['login']> | undefined {
  const { name, host, port, username, password, enableSecret } = target;
  const own = [password, enableSecret].flatMap((secret) => (secret === undefined || secret === '' ? [] : [secret]));
  // Only the known ones: what we type holds no other, and `set passed "0"` of an applet is none.
  const hide = (text: string): string => Redactor.hideKnown(text, [...known(), ...own]);
  return audit?.login({ device: name, host, port, user: username, hostKey, hide });
}
