/** An act is typed in its mode, every answer read; a refusal is an error, and an applet is read back. */
import type { Cli } from '../device/cli.ts';
import type { Act, Step } from '../playbook/plan.ts';
import { pushApplet } from './push-applet.ts';

/** The command by which an applet is run by name. */
export function runOf(applet: string): string {
  return `event manager run ${applet}`;
}

export async function takeStep(cli: Cli, step: Step): Promise<void> {
  if (step.kind === 'applet') await pushApplet(cli, step.lines);
  else await perform(cli, step);
}

export async function perform(cli: Cli, { mode, lines }: Act): Promise<void> {
  if (mode === 'configure') await cli.configure(lines);
  else for (const line of lines) await cli.exec(line);
}
