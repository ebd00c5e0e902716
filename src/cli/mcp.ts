/** `flaptrap mcp` answers an assistant on standard input and output: verdicts, lines and the radar; it arms only what a person has approved. */
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { openPagePort } from '../web/assistant/ask-page.ts';
import { openShelf } from '../web/assistant/shelf.ts';
import { makeTools, type ToolPorts } from '../web/assistant/tools.ts';
import { EXIT } from './exit-code.ts';
import { explainText } from './explain.ts';
import type { Door } from './program/arguments.ts';
import { readVersion } from './program/version.ts';
import type { Screen } from './screen.ts';

export interface McpOptions {
  bundles: string;
  page?: string;
}

export function defineMcp(command: Command, { screen, show }: Door): void {
  command
    .option('--bundles <dir>', 'the folder of bundles that it may judge', 'captures')
    .option('--page <url>', 'the page of `flaptrap serve`, for captures, radar and arming; its token in FLAPTRAP_TOKEN')
    .addHelpText('after', HELP)
    .action((options) => show(mcp(options, screen)));
}

const HELP = `
It is started by an assistant, and speaks the Model Context Protocol. A viewer's token is enough: arming is allowed by a person who has
approved the digest of the plan, on the page or with \`flaptrap plan PLAYBOOK --approve\`.

Example, for an assistant that is configured by JSON:
  { "mcpServers": { "flaptrap": { "command": "flaptrap", "args": ["mcp", "--bundles", "captures"] } } }`;

async function mcp({ bundles, page }: McpOptions, { wire, isInteractive }: Screen): Promise<number> {
  if (wire === undefined || isInteractive)
    throw new FlaptrapError('input', 'flaptrap mcp talks with an assistant, not with a person', {
      next: 'have your assistant start `flaptrap mcp`; for people there is `flaptrap serve`',
    });
  const ports: ToolPorts = {
    shelf: openShelf(bundles, Date.now),
    page: page === undefined ? undefined : openPagePort(requireOrigin(page), requireToken(process.env)),
    explain: explainText,
    mark: () => randomBytes(8).toString('hex'),
    version: readVersion(),
  };
  const ended = new Promise<void>((resolve) => void wire.input.once('end', resolve).once('close', resolve));
  const served = serveStdio(() => makeTools(ports), {
    transport: new StdioServerTransport(wire.input as Readable, wire.output as Writable),
  });
  await ended;
  await served.close();
  return EXIT.done;
}

function requireOrigin(page: string): string {
  const url = URL.canParse(page) ? new URL(page) : undefined;
  const isOwn = url !== undefined && /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  // A token goes along with each question.
  if (url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && isOwn))) return url.origin;
  throw new FlaptrapError('input', `--page ${page} is no page of flaptrap: beyond this machine its address begins with https://`, {
    next: 'give it as `flaptrap serve` prints it',
  });
}

function requireToken({ FLAPTRAP_TOKEN: token = '' }: NodeJS.ProcessEnv): string {
  if (token !== '') return token;
  throw new FlaptrapError('input', 'the page asks for a token', {
    next: 'make one with `flaptrap serve --new-token viewer:assistant --tokens FILE`, and set FLAPTRAP_TOKEN',
  });
}
