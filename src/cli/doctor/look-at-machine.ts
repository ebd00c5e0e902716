/** Looking at the machine: its Node, its clock, and the folders in which flaptrap remembers and writes. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, explainReason } from '../../file-trouble.ts';
import { type Look, quoted } from './look.ts';

/** `captures` is where bundles go, unless --out names another place. */
const OUT = 'captures';
/** A question to systemd that takes longer has no answer. */
const CLOCK_ANSWER_MS = 2000;
const OTHERS_CAN_WRITE = 0o022;

export async function lookAtMachine(stateFolder: string): Promise<Look[]> {
  return [lookAtNode(process.version.slice(1)), lookAtState(stateFolder), lookAtOut(OUT), await lookAtClock()];
}

/** The floor is that of package.json. */
export function lookAtNode(version: string): Look {
  const { engines } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { engines: { node: string } };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = engines.node.replace(/^\D+/, '').split('.').map(Number);
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const said = `node v${version} (${engines.node.replace(/^>=/, '')} or later is needed)`;
  return isEnough
    ? { about: 'machine', is: 'ok', said }
    : { about: 'machine', is: 'lacks', said, mend: 'npx -p node@22 flaptrap doctor   # or install Node 22 from nodejs.org' };
}

/** Captures of a folder in which others can write are neither run nor typed on a router. */
export function lookAtState(folder: string): Look {
  const about = 'machine';
  if (!existsSync(folder))
    return lookAtParent(folder, `${folder} will remember captures`, 'name another folder with --state or FLAPTRAP_STATE');
  const why = whyNotWritable(folder);
  if (why !== undefined)
    return { about, is: 'lacks', said: `captures cannot be remembered in ${folder}: ${why}`, mend: `chmod u+rwx ${quoted(folder)}` };
  if ((statSync(folder).mode & OTHERS_CAN_WRITE) !== 0)
    return { about, is: 'lacks', said: `others can write into ${folder}, which remembers captures`, mend: `chmod go-w ${quoted(folder)}` };
  return { about, is: 'ok', said: `${folder} remembers captures, and others cannot change it` };
}

export function lookAtOut(folder: string): Look {
  if (!existsSync(folder)) return lookAtParent(folder, `./${folder} will hold the bundles`, 'name another folder with --out');
  const why = whyNotWritable(folder);
  if (why === undefined) return { about: 'machine', is: 'ok', said: `./${folder} holds the bundles` };
  return {
    about: 'machine',
    is: 'lacks',
    said: `bundles cannot be written into ./${folder}: ${why}`,
    mend: `chmod u+rwx ${quoted(folder)}`,
  };
}

/** What is not there yet is made in the nearest folder that is. */
function lookAtParent(folder: string, said: string, mend: string): Look {
  let parent = dirname(resolve(folder));
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  const why = whyNotWritable(parent);
  return why === undefined
    ? { about: 'machine', is: 'ok', said }
    : { about: 'machine', is: 'lacks', said: `${folder} cannot be made in ${parent}: ${why}`, mend };
}

function whyNotWritable(folder: string): string | undefined {
  try {
    if (!statSync(folder).isDirectory()) return 'it is a file, not a folder';
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return explainReason(codeOf(error));
  }
}

/** The clock of this machine tells when the lease ends; records are judged by the clocks of the routers. */
async function lookAtClock(): Promise<Look> {
  const isSynchronised = await askTimedate();
  const now = new Date().toISOString();
  if (isSynchronised === true) return { about: 'machine', is: 'ok', said: `its clock says ${now}, and follows a time server` };
  const mend = 'timedatectl set-ntp true';
  return isSynchronised === false
    ? { about: 'machine', is: 'note', said: `its clock says ${now}, and follows no time server`, mend }
    : {
        about: 'machine',
        is: 'note',
        said: `its clock says ${now}; whether it follows a time server cannot be asked here`,
        mend: 'date -u   # beside a clock that you trust',
      };
}

async function askTimedate(): Promise<boolean | undefined> {
  try {
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
      timeout: CLOCK_ANSWER_MS,
    });
    return stdout.trim() === 'yes';
  } catch {
    return undefined;
  }
}
