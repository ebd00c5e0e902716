/** The rooms of the lab: a router and a tunnel know each other by one interface each way, and neither knows what is done with them. */
import { describe, expect, it } from 'vitest';
import { readSourceFiles } from '../source-files.ts';

const FILES = readSourceFiles().filter(({ home }) => home === 'lab');

/** Where the imports of a room lead to inside the lab: `device/router-spec.ts`. */
function leadsTo(room: string): string[] {
  const paths = FILES.filter(({ path }) => path.startsWith(`lab/${room}/`)).flatMap(({ path, imports }) =>
    imports.filter((each) => each.startsWith('.')).map((each) => new URL(each, `file:///${path}`).pathname.slice(1)),
  );
  return [...new Set(paths)].filter((path) => path.startsWith('lab/')).map((path) => path.slice('lab/'.length));
}

describe('the rooms of the lab', () => {
  it.each(['device', 'ike', 'scenarios', 'faults'])('have %s among them', (room) => {
    expect(leadsTo(room)).not.toEqual([]);
  });

  it('let a device know of a tunnel what its own files say, and nothing of IKE', () => {
    expect(leadsTo('device').filter((path) => !/^device\/|^clock\.ts$/.test(path))).toEqual([]);
  });

  it('let a tunnel know of a router its specification and what it shows there, and nothing of terminals', () => {
    const known = leadsTo('ike').filter((path) => path.startsWith('device/'));
    expect(known.sort()).toEqual(['device/router-spec.ts', 'device/tunnel-view.ts']);
  });

  it('let nothing below know scenarios or faults', () => {
    const below = [...leadsTo('device'), ...leadsTo('ike')];
    expect(below.filter((path) => /^(?:scenarios|faults)\//.test(path))).toEqual([]);
  });
});
