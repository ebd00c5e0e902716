/** An act is typed in its mode, every answer read; a refusal is an error, and an applet is read back. */
import type { Cli } from '../device/cli.ts';
import { APPLET_HEADER } from '../device/configure.ts';
import type { Act } from '../playbook/plan.ts';
import { pushApplet } from './push-applet.ts';

export async function perform(cli: Cli, { mode, lines }: Act): Promise<void> {
  if (mode === 'exec') for (const line of lines) await cli.exec(line);
  else if (APPLET_HEADER.test(lines[0] ?? '')) await pushApplet(cli, lines);
  else await cli.configure(lines);
}
