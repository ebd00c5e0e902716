/** A self-signed certificate for `hq.example`, written out in DER: Node signs, and makes none itself. [C] RFC 5280 4.1 */
import { generateKeyPairSync, sign } from 'node:crypto';

/** Tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
/** 1.2.840.10045.4.3.2: ecdsa-with-SHA256; 2.5.4.3: commonName. */
const ECDSA_SHA256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const NAME = sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('hq.example')))));
const SERIAL = der(0x02, Buffer.from([1]));
const VALID_MS = 86_400_000;

export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const [from, to] = [-VALID_MS, VALID_MS].map((afterMs) => utcTime(new Date(Date.now() + afterMs)));
  const validity = sequence(from ?? NAME, to ?? NAME);
  const body = sequence(SERIAL, ECDSA_SHA256, NAME, validity, NAME, publicKey.export({ type: 'spki', format: 'der' }));
  const certificate = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

/** `260902132757Z` */
function utcTime(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/\D/g, '')}Z`));
}
