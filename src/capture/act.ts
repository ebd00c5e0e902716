/** An act is typed in its mode, every answer read; a refusal is an error. */
import type { Cli } from '../device/cli.ts';
import type { Act } from '../playbook/plan.ts';

export async function perform(cli: Cli, { mode, lines }: Act): Promise<void> {
  if (mode === 'configure') {
    await cli.configure(lines);
    return;
  }
  for (const line of lines) await cli.exec(line);
}
