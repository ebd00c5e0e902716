/** A voice is what a terminal says to its client: what is said in one turn goes out together, through whatever fault there is. */
import type { ServerChannel } from 'ssh2';
import type { Output, Wire } from './fault.ts';

export interface Voice {
  /** Text with `\n` for each line end; one character is one byte. */
  say(text: string): void;
  /** Sends what was said so far. */
  flush(): void;
}

export function makeVoice(channel: ServerChannel, wire: Omit<Wire, 'send'>, output: Output | undefined): Voice {
  let said = '';
  let isDue = false;
  const send = (bytes: Buffer | string): void => {
    if (channel.writable) channel.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  };
  const flush = (): void => {
    isDue = false;
    const bytes = Buffer.from(said, 'latin1');
    said = '';
    if (bytes.length === 0) return;
    if (output === undefined) send(bytes);
    else output(bytes, { ...wire, send });
  };
  return {
    flush,
    say: (text) => {
      said += text.replace(/\n/g, '\r\n');
      if (isDue) return;
      isDue = true;
      setImmediate(flush);
    },
  };
}
