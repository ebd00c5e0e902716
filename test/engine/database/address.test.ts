/** What names a store: nothing, a folder, or the URL of a team's PostgreSQL; what is shown of it holds no secret. */
import { describe, expect, it } from 'vitest';
import { readAddress, showAddress } from '../../../src/engine/database/address.ts';
import { defaultFolder, placeOf } from '../../../src/engine/database/place.ts';

describe('the address of a store', () => {
  it('is the folder of the user where nothing is named, and a folder or a URL where one is', () => {
    expect(readAddress(undefined, '/home/ops/store')).toEqual({ kind: 'embedded', folder: '/home/ops/store' });
    expect(readAddress('', '/home/ops/store')).toEqual({ kind: 'embedded', folder: '/home/ops/store' });
    expect(readAddress('./here', '/home/ops/store')).toEqual({ kind: 'embedded', folder: './here' });
    expect(readAddress('postgres://db/x', '/')).toEqual({ kind: 'team', url: 'postgres://db/x' });
  });

  it.each(['mysql://ops:geheim@db/x', 'https://db:geheim@x', 'postgresql://ops:geheim@[db/x'])(
    'is refused without repeating it: %s',
    (named) => {
      let said = '';
      try {
        readAddress(named, '/');
      } catch (error) {
        said = `${String(error)}${JSON.stringify(error)}`;
      }
      expect(said).toMatch(/neither a folder nor the URL of a PostgreSQL/);
      expect(said).not.toMatch(/geheim/);
    },
  );

  it('is shown without its password and its options', () => {
    const url = 'postgresql://ops:geheim@db.example.net:5433/fleet?password=geheim&sslpassword=geheim';
    expect(showAddress({ kind: 'team', url })).toBe('postgresql://ops@db.example.net:5433/fleet');
    expect(showAddress({ kind: 'team', url: 'postgresql://ops:geheim@[db' })).toBe('postgresql://…');
  });
});

describe('the folder of the embedded store', () => {
  it("is the user's own for data, and a system folder for root, whose server is another user", () => {
    expect(defaultFolder({ env: {}, home: '/home/ops', uid: 1000 })).toBe('/home/ops/.local/share/flaptrap');
    expect(defaultFolder({ env: { XDG_DATA_HOME: '/data' }, home: '/home/ops', uid: 1000 })).toBe('/data/flaptrap');
    expect(defaultFolder({ env: { XDG_DATA_HOME: 'data' }, home: '/home/ops', uid: 1000 })).toBe('/home/ops/.local/share/flaptrap');
    expect(defaultFolder({ env: { XDG_DATA_HOME: '/data' }, home: '/root', uid: 0 })).toBe('/var/lib/flaptrap');
    expect([placeOf('/data', 0).user?.uid, placeOf('/data', 1000).user]).toEqual([65_534, undefined]);
  });

  it('keeps its socket within what the path of one may have, by bytes', () => {
    for (const folder of ['/data', `/${'ä'.repeat(40)}`, `/${'ä'.repeat(50)}`, `/${'x'.repeat(200)}`])
      expect(Buffer.byteLength(`${placeOf(folder, 1000).socketFolder}/.s.PGSQL.5432`), folder).toBeLessThanOrEqual(103);
  });
});
