/** One bench by its name, with what stands behind the name for it; without a name, the list of them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCHES = {
  doubts: 'a whole capture with each belief about IOS false, and with 200 pairs of them: exact or one loud error',
  certain:
    'how often "certain" is wrong on stories of the independent generator, until so many certain verdicts are given: --certain N, --from SEED',
  clock: 'seeded pairs of clocks: is the true offset inside the stated bound',
  faults: 'the driver of router terminals under every fault of the lab, hostile ones among them',
  fleet:
    'thousands of captures that wait in one worker, resumed; kept sessions; a thousand routers armed by one worker, by three, with one killed, over slow lines; --part waiting|kept|one|three|killed|slow, --captures N --routers N',
  forms: 'every case in the forms in which people hand logs in: is the verdict the same, or honestly weaker',
  freeze:
    'from a message on one router to the freeze of the other: through a listener, for a session that is kept beside one, and without; --times N, --only listener|kept',
  large: 'a verdict over two logs of 50 MB beside reading them, with few incidents and with a thousand, and its memory',
  lint: 'lines a second of the linter, and how its cost grows',
  package: 'the package, packed and installed as a user does, on Node 20, 22, 24 and 26 (downloads them from npm)',
  patterns: 'the longest line by every pattern of the readers',
  push: 'applets to many routers, beside netmiko and ansible where they are installed',
  race: 'two runs on one tunnel within a second: exactly one arms; --starts N',
  read: 'long logs to events, on one thread and two workers, beside grep and lnav',
  redact: 'what leaks of 100,000 lines with secrets, names and addresses in them, and how fast they are redacted; --dense: in every line',
  removal:
    'what a verdict does when stretches, files, debugs or single messages are taken away: confidence never rises; removal.js STORIES SECONDS SEED',
  report:
    'a report of 100,000 events on one page: its size, how soon it is there, how long a redraw takes (Chromium); --judge: 50 MB a side in the page',
  simulated:
    'ten thousand seeded schedules of a fleet and hundreds of whole captures: kills, faults, any order; --seed N --path P replays one',
  strongswan:
    'two real charon daemons in network namespaces, faults done to them, their logs kept with the truth, the verdict graded (root, Linux)',
  syslog: 'routers heard at 50,000 datagrams a second for 20 s: what is lost, what each trigger starts, memory; --rate N, --seconds N',
  verdict:
    'seeded stories of every cause that the lab can inject, with skewed clocks and damaged bundles; then those of the independent generator',
  wait: 'a day of waiting: logins, commands and bytes that two routers hear, memory; --minutes 60: an hour of it at the speed of real ones',
} as const satisfies Record<string, string>;

const [name, ...rest] = process.argv.slice(2);

if (name === undefined || !Object.hasOwn(BENCHES, name)) {
  const list = Object.entries(BENCHES).map(([id, what]) => `  npm run bench ${id.padEnd(10)}  ${what}`);
  console.log([...(name === undefined ? [] : [`there is no bench ${name}; there are`]), ...list].join('\n'));
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const script = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  // Memory is told behind a collection.
  process.exitCode = spawnSync(process.execPath, ['--expose-gc', script, ...rest], { stdio: 'inherit' }).status ?? 1;
}
