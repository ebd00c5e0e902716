/** Two routers of the lab, a folder of its own and a playbook for both: what every test of a whole capture from the command line begins with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf } from '../capture/stage.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { writeLabPlaybook } from './lab-playbook.ts';
import { shortenPauses } from './quick-pauses.ts';

/** New for each test. */
export interface TwoRouters {
  lab: Lab;
  folder: string;
  playbook: string;
  readonly options: { state: string; out: string };
  /** What each router's configuration and debugs differ by from before. */
  touched(): object[];
  /** hq sends with an SPI that branch does not know. */
  spring(): void;
}

class Routers implements TwoRouters {
  lab!: Lab;
  folder!: string;
  playbook!: string;

  get options(): { state: string; out: string } {
    return { state: join(this.folder, 'state'), out: join(this.folder, 'captures') };
  }

  touched(): object[] {
    return [changesOf(this.lab, 'a'), changesOf(this.lab, 'b')];
  }

  spring(): void {
    this.lab.b.router.say(
      'CRYPTO-4-RECVD_PKT_INV_SPI',
      "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
    );
  }
}

/** `more`: lines for the playbook. */
export function twoRouters(more = ''): TwoRouters {
  const routers = new Routers();
  beforeEach(async () => {
    shortenPauses();
    routers.lab = await startTestLab({ speed: 60 });
    routers.folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
    routers.playbook = writeLabPlaybook(routers.lab, routers.folder, `probe: false\ntail: 10s\npoll: 1s\n${more}`);
  });
  afterEach(async () => {
    await routers.lab.close();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(routers.folder, { recursive: true, force: true });
  });
  return routers;
}
