/** A recorded session holds no secret, in whatever pieces it came, and only its owner reads it. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeRecordFolder, Recorder, saveSession } from '../../src/device/recorder.ts';
import { fill, leaks, SECRET_FORMS } from '../ios/redact/forms.ts';

const root = mkdtempSync(join(tmpdir(), 'flaptrap-recorder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function hear(recorder: Recorder, text: string, size: number): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) recorder.onTranscript({ direction: 'received', bytes: bytes.subarray(at, at + size) });
}

describe('a recorder', () => {
  it('removes every known form, heard three bytes at a time, from all that it keeps', () => {
    const leaked: string[] = [];
    const numbers = Array.from({ length: 5000 }, (_, index) => `Zq${index}xkVé`).values();
    const nextSecret = (): string => numbers.next().value ?? 'none left';
    for (const form of SECRET_FORMS) {
      const filled = fill(form, nextSecret, () => 'operator');
      const recorder = new Recorder();
      recorder.onTranscript({ direction: 'sent', bytes: Buffer.from('show running-config\r') });
      hear(recorder, filled.text, 3);
      recorder.onAnswer('show running-config', filled.text);
      const { raw, golden } = recorder.finish();
      for (const { secrets, form: line } of filled.lines)
        for (const secret of secrets)
          if (leaks(secret, raw.toString('utf8'), line) || leaks(secret, golden, line)) leaked.push(`${form.name}: ${line}`);
    }
    expect(leaked).toEqual([]);
  });

  it('removes a known secret that an answer was cut within, and a key whose page ends in the middle', () => {
    const recorder = new Recorder(['schlüßel-1']);
    recorder.onTranscript({ direction: 'sent', bytes: Buffer.from('show banner\r') });
    hear(recorder, 'it is schlüßel-1\r\n-----BEGIN RSA PRIVATE KEY-----\r\nMIIEaaaa\r\n', 5);
    recorder.onTranscript({ direction: 'sent', bytes: Buffer.from(' ') });
    hear(recorder, 'MIIEbbbb\r\n-----END RSA PRIVATE KEY-----\r\nhq#', 4);
    const { raw, sent } = recorder.finish();
    expect(raw.toString('utf8')).toBe(
      'it is <secret-1>\r\n-----BEGIN RSA PRIVATE KEY-----\r\n<secret-2>\r\n<secret-3>\r\n-----END RSA PRIVATE KEY-----\r\nhq#',
    );
    expect(raw.subarray(0, sent[1]?.after).toString('utf8')).toMatch(/<secret-2>\r\n$/);
  });

  it('removes what was typed as a secret, and keeps the rest byte for byte', () => {
    const recorder = new Recorder(['Hunter2-x']);
    for (const text of ['enable secret other\r', 'Hunter2-x\r', 'show clock\r'])
      recorder.onTranscript({ direction: 'sent', bytes: Buffer.from(text) });
    const bytes = Buffer.from([0x68, 0x71, 0x23, 0xff, 0x0d, 0x0a]);
    recorder.onTranscript({ direction: 'received', bytes });
    const { raw, sent } = recorder.finish();
    expect(sent.map(({ text }) => text)).toEqual(['enable secret <secret-1>\r', '<secret-2>\r', 'show clock\r']);
    expect(raw).toEqual(bytes);
  });

  it('is saved for its owner alone, also under a loose mask and into a folder that was open', () => {
    const parent = join(root, 'records');
    const folder = join(parent, 'hq-1');
    mkdirSync(folder, { recursive: true });
    for (const each of [parent, folder]) chmodSync(each, 0o755);
    const mask = process.umask(0);
    try {
      makeRecordFolder(parent);
      saveSession(folder, new Recorder().finish());
    } finally {
      process.umask(mask);
    }
    const modes = [parent, folder, ...['raw.txt', 'sent.json', 'golden.txt'].map((name) => join(folder, name))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
    expect(readFileSync(join(folder, 'golden.txt'), 'utf8')).toBe('');
  });
});
