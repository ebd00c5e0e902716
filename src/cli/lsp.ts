/** `flaptrap lsp` is the language server: it answers an editor on standard input and output until the editor says that it is over. */
import { type Command, Option } from 'commander';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { FlaptrapError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { serve } from './lsp-server.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export function defineLsp(command: Command, { screen, show }: Door): void {
  command
    .addOption(new Option('--stdio', 'over standard input and output, which is the only way; editors pass it'))
    .addHelpText('after', HELP)
    .action(() => show(lsp(screen)));
}

const HELP = `
It is started by an editor, for .cfg, .conf, .config, .eem, .ios and .txt with applets, and for playbooks (.yaml). Findings are those of
\`flaptrap lint\` with the nearest .flaptraplint.yaml, and those of \`flaptrap check\`. No router is contacted.

Example, for Neovim:
  vim.lsp.start({ name = "flaptrap", cmd = { "flaptrap", "lsp", "--stdio" } })`;

async function lsp({ wire, isInteractive }: Screen): Promise<number> {
  if (wire === undefined || isInteractive)
    throw new FlaptrapError('input', 'flaptrap lsp talks with an editor, not with a person', {
      next: 'have your editor start `flaptrap lsp --stdio`; to lint a file yourself: flaptrap lint FILE',
    });
  const ended = new Promise<void>((resolve) => void wire.input.once('end', resolve).once('close', resolve));
  const server = serve(new StreamMessageReader(wire.input), new StreamMessageWriter(wire.output));
  await ended;
  server.dispose();
  // The library looks for its editor again and again: an editor that has gone without a word is gone.
  process.exit(server.isShutDown() ? EXIT.done : EXIT.findings);
}
