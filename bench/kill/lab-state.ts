/** A lab state is what both simulated routers truly hold at one instant, told by the lab itself and not by flaptrap. */
import type { Side } from '../../src/ipsec/side.ts';
import { SIDES } from '../../src/ipsec/side.ts';

export interface RouterState {
  isUp: boolean;
  /** Names of every applet, whoever's it is. */
  applets: string[];
  debugs: string[];
  conditions: string[];
  /** `logging buffered 8192 informational`, or empty. */
  logging: string;
  /** The rest of the running configuration, without applets. */
  configuration: string;
  /** Terminal lines that somebody holds. */
  terminals: number;
  /** Length by name; the content is asked for by itself. */
  files: Record<string, number>;
}

export type LabState = Record<Side, RouterState>;
/** Latin-1 text by name. */
export type FlashContent = Record<Side, Record<string, string>>;

/** `FLAPTRAP-7f3a9c01-GUARD`: the mark of ownership. docs/router.md */
const APPLET = /^FLAPTRAP-([0-9a-f]{8})-(.+)$/i;
/** The roles that record. docs/router.md */
const SPRINGING = /^FLAPTRAP-([0-9a-f]{8})-(?:WATCH|CALL)$/i;
const FILE = /^flaptrap-/i;
/** What the self-test writes is no evidence. */
const PROBE = /probe/i;

export function rolesOf({ applets }: RouterState, captureId?: string): string[] {
  return applets.flatMap((name) => {
    const [, id, role = ''] = APPLET.exec(name) ?? [];
    return id !== undefined && (captureId === undefined || id === captureId) ? [role] : [];
  });
}

/** Captures of which a router holds an applet, the self-test's aside. */
export function capturesOn({ applets }: RouterState): string[] {
  const ids = applets.flatMap((name) => {
    const [, id, role = ''] = APPLET.exec(name) ?? [];
    return id === undefined || PROBE.test(role) ? [] : [id];
  });
  return [...new Set(ids)];
}

/** Captures whose trap could spring here: what only guards is a claim. */
export function armedOn({ applets }: RouterState): string[] {
  return [...new Set(applets.flatMap((name) => SPRINGING.exec(name)?.[1] ?? []))];
}

export const isEvidence = (name: string): boolean => FILE.test(name) && !PROBE.test(name);

export function evidenceOn({ files }: RouterState, captureId?: string): string[] {
  return Object.keys(files).filter((name) => isEvidence(name) && (captureId === undefined || name.includes(captureId)));
}

/** In what a router differs from what it was before anybody came; files aside. */
export function differences(before: RouterState, now: RouterState): string[] {
  const lists = (['applets', 'debugs', 'conditions'] as const).flatMap((kind) => {
    const more = now[kind].filter((name) => !before[kind].includes(name)).map((name) => `${kind}: ${name} was left`);
    const less = before[kind].filter((name) => !now[kind].includes(name)).map((name) => `${kind}: ${name} is gone`);
    return [...more, ...less];
  });
  const logging = before.logging === now.logging ? [] : [`logging: ${now.logging} instead of ${before.logging}`];
  const other = before.configuration === now.configuration ? [] : ['another line of the configuration has changed'];
  const files = Object.keys(before.files).filter((name) => before.files[name] !== now.files[name]);
  return [...lists, ...logging, ...other, ...files.map((name) => `a file of somebody else has changed: ${name}`)];
}

export function differencesOfBoth(before: LabState, now: LabState): string[] {
  return SIDES.flatMap((side) => differences(before[side], now[side]).map((what) => `${side}: ${what}`));
}
