/** A named worker goes on with what dead ones carried, under the very name that it is given, as a service would whose name is its host's: SIGTERM drains it. */
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { openDatabase } from '../../src/engine/database/database.ts';
import { keepServer } from '../../src/engine/database/keep-server.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { FlaptrapError } from '../../src/errors.ts';

const [folder = '', out = '', worker = ''] = process.argv.slice(2);
const address = { kind: 'embedded', folder } as const;
const over = new AbortController();
process.once('SIGTERM', () => over.abort());
const database = await openDatabase(address);
void keepServer(address, SYSTEM_CLOCK, over.signal);
let isLost = false;
const onLost = (): void => {
  isLost = true;
  over.abort();
};
const engine = await openEngine({ database, worker, clock: SYSTEM_CLOCK, out, onLost }).catch((error: unknown) => {
  console.log(error instanceof FlaptrapError ? error.message : error);
  process.exit(error instanceof FlaptrapError ? 2 : 1);
});
console.log(`joined as ${worker}`);
while (!over.signal.aborted) {
  const open = (await engine.captures().catch(() => undefined))?.filter(({ phase }) => phase !== 'ended');
  if (open?.length === 0) break;
  await SYSTEM_CLOCK.sleep(300, over.signal);
}
over.abort();
console.log(isLost ? 'lost' : 'draining');
await engine.close();
await database.close();
process.exit(isLost ? 3 : 0);
