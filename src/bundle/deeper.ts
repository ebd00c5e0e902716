/** A bundle that lies deeper among what was handed in, in a folder or in an archive there, is brought to where a bundle has its files. */
import { refusal } from './refuse.ts';
import { TUNNEL_FILE } from './tunnel.ts';

interface Found {
  path: string;
  sha256?: string;
}

/**
 * With its tunnel.yaml at the top where there is one anywhere. One that was handed in as two archives, each with the same tunnel.yaml, is put
 * together. Throws `input` when there are several, for nobody knows which is meant.
 */
export function raise<File extends Found>(files: readonly File[], origin: string): File[] {
  const found = files.filter(({ path }) => path === TUNNEL_FILE || path.endsWith(`/${TUNNEL_FILE}`));
  const [first] = found;
  if (first === undefined || found.some(({ path }) => path === TUNNEL_FILE)) return [...files];
  const tops = found.map(({ path }) => path.slice(0, -TUNNEL_FILE.length));
  const raised = files.map((file) => {
    const top = tops.find((each) => file.path.startsWith(each));
    return top === undefined ? file : { ...file, path: file.path.slice(top.length) };
  });
  const paths = raised.map(({ path }) => path).filter((path) => path !== TUNNEL_FILE);
  const isOne = found.every(({ sha256 }) => sha256 === first.sha256) && new Set(paths).size === paths.length;
  if (isOne) return raised.filter((file, index) => file.path !== TUNNEL_FILE || files[index] === first);
  const places = tops.map((top) => top.slice(0, -1)).join(', ');
  throw refusal(origin, `there is no ${TUNNEL_FILE}`, `There are bundles in it: ${places}; name one.`);
}
