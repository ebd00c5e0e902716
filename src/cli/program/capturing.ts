/** The commands that begin a capture: plan, run and arm. */
import type { Command } from 'commander';
import { OUT, RECORD, STATE } from './arguments.ts';
import type { Door } from './door.ts';

export function addCapturing(program: Command, { screen, end }: Door): void {
  program
    .command('plan <playbook>')
    .description('read-only preflight on both peers, and the exact change with its undo')
    .option('--json', 'print the plan as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap plan tunnel.yaml')
    .action(async (playbook: string, options) => end((await import('../plan.ts')).plan(playbook, options, screen)));
  for (const [name, description] of [
    ['run', 'arm, wait, freeze, collect, judge, disarm'],
    ['arm', 'arm both peers, and leave them armed'],
  ] as const) {
    program
      .command(`${name} <playbook>`)
      .description(description)
      .option('--yes', 'apply the plan without asking')
      .option('--json', 'print the outcome as JSON')
      .option('--digest <digest>', 'apply only the plan with this digest, as `flaptrap plan` printed it')
      .option(...STATE)
      .option(...OUT)
      .addHelpText('after', `\nExample:\n  flaptrap ${name} tunnel.yaml --digest 5d41402abc4b2a76`)
      .action(async (playbook: string, options) => end((await import('../run.ts'))[name](playbook, options, screen)));
  }
}
