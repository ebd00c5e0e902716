/** Whose an applet or a file is, told from its name alone. */
import { expect, it } from 'vitest';
import { appletName, evidenceFile, OWN_FILE, readAppletName } from '../../src/playbook/ownership.ts';

it('an applet of ours says its capture and role', () => {
  expect(readAppletName(appletName('7f3a9c01', 'GUARD'))).toEqual({ captureId: '7f3a9c01', role: 'GUARD' });
});

it.each([
  'FLAPTRAP',
  'FLAPTRAP-7f3a9c01',
  'FLAPTRAP-7f3a9c01-OTHER',
  'flaptrap-7f3a9c01-GUARD',
  'MY-FLAPTRAP-7f3a9c01-GUARD',
  'FLAPTRAP-7F3A9C01-GUARD',
])("%s is somebody else's applet", (name) => {
  expect(readAppletName(name)).toBeUndefined();
});

it('a file of ours is named after the command whose answer it holds', () => {
  const name = evidenceFile('7f3a9c01', 'show crypto ipsec sa detail');
  expect(name).toBe('flaptrap-7f3a9c01-show_crypto_ipsec_sa_detail.txt');
  expect(OWN_FILE.exec(name)?.groups?.['file']).toBe('show_crypto_ipsec_sa_detail.txt');
});
