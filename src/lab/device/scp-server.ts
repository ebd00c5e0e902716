/** The SCP server of a router gives files of its flash to `scp -f`, where `ip scp server enable` stands in its configuration. */
import type { ServerChannel } from 'ssh2';
import type { Output } from './fault.ts';
import { nameOf } from './flash.ts';
import type { Router } from './router.ts';
import type { Session } from './session.ts';

/** `scp -f flash:/x`: what an SCP client asks the server to run. */
export const SCP_SOURCE = /^scp (?:-\w+ )*-f (?:-- )?(?<path>\S+)$/;

export interface ScpSeat {
  router: Router;
  session: Session;
  output: Output | undefined;
  cut(): void;
}

export async function serveScp(channel: ServerChannel, command: string, { router, session, output, cut }: ScpSeat): Promise<void> {
  const send = (bytes: Buffer | string): void => {
    channel.write(bytes);
  };
  const say = (bytes: Buffer): void => (output === undefined ? send(bytes) : output(bytes, { session, cut, send }));
  const path = SCP_SOURCE.exec(command)?.groups?.['path'];
  const file = path === undefined ? undefined : router.flash.get(nameOf(path));
  const acknowledged = (channel as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  if (path === undefined || router.configuration.find(/^ip scp server enable$/) === undefined)
    say(Buffer.from('Administratively disabled.\n'));
  else if (file === undefined) say(Buffer.from(`\x01scp: ${path}: No such file or directory\n`));
  else {
    await acknowledged.next();
    say(Buffer.from(`C0644 ${file.bytes.length} ${nameOf(path)}\n`));
    await acknowledged.next();
    say(Buffer.concat([file.bytes, Buffer.from([0])]));
    await acknowledged.next();
  }
  channel.exit(path === undefined || file === undefined ? 1 : 0);
  channel.end();
}
