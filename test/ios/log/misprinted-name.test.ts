/** A message of an unknown SPI is still itself where letters of its name were lost, exchanged or typed into it; what quotes it is not. */
import { describe, expect, it } from 'vitest';
import { nameBeheaded } from '../../../src/bundle/door/beheaded.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import { isLikeName } from '../../../src/ios/log/misprinted-name.ts';
import { readSign } from '../../../src/syslog/sign.ts';

const NAME = 'CRYPTO-4-RECVD_PKT_INV_SPI';
const STAMP = 'Mar  9 2026 10:14:33.117 UTC: ';
const SAID =
  "decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40, input interface=Tunnel7";
const HEARD = [{ kind: 'invalid-spi', spi: '0x9C41D7E2', source: '198.51.100.40', at: Date.UTC(2026, 2, 9, 10, 14, 33, 117) }];
const read = (line: string) => readLog(`${line}\n`, { side: 'a', file: 'messages', year: 2026 }).events;
const entered = (line: string) => read(nameBeheaded(openPage('messages', line)).lines.join('\n'));

const PLACES = Array.from({ length: NAME.length }, (_, at) => at);
const DAMAGES: [string, (at: number) => string][] = [
  ['a letter lost', (at) => `${NAME.slice(0, at)}${NAME.slice(at + 1)}`],
  ['a letter that is another', (at) => `${NAME.slice(0, at)}k${NAME.slice(at + 1)}`],
  ['a sign that is none', (at) => `${NAME.slice(0, at)}?${NAME.slice(at + 1)}`],
  ['two exchanged', (at) => `${NAME.slice(0, at)}${NAME[at + 1] ?? ''}${NAME[at]}${NAME.slice(at + 2)}`],
  ['a command typed into it', (at) => `${NAME.slice(0, at)}sh run${NAME.slice(at)}`],
  ['one typed behind a blank', (at) => `${NAME.slice(0, at)} exit ${NAME.slice(at)}`],
];

describe('the name with', () => {
  it.each(DAMAGES)('%s, wherever it is', (_what, damage) => {
    for (const name of PLACES.map(damage)) {
      expect(read(`${STAMP}%${name}: ${SAID}`), name).toMatchObject(HEARD);
      expect(entered(`${STAMP}%${name}: ${SAID}`), name).toMatchObject(HEARD);
      expect(readSign(`%${name}: ${SAID}`), name).toMatchObject({ sign: 'invalid-spi', spi: '0x9C41D7E2', peer: '198.51.100.40' });
    }
  });

  it.each(DAMAGES.slice(0, 2))('%s, and no percent sign', (_what, damage) => {
    for (const name of PLACES.map(damage).filter((each) => !each.startsWith('-')))
      for (const front of ['', '5']) expect(entered(`${STAMP}${front}${name}: ${SAID}`), name).toMatchObject(HEARD);
  });

  it('letters lost where no stamp is left', () => {
    expect(entered(`%CRYPTO-RECVD_PTK_INV_SPI: ${SAID}`)).toMatchObject([{ kind: 'invalid-spi', spi: '0x9C41D7E2' }]);
  });

  it('no colon behind it', () => {
    expect(read(`${STAMP}%CRYPTO-4-RECVD_PTK_INV_SPI ${SAID}`)).toMatchObject(HEARD);
  });
});

describe('it is not that of', () => {
  it.each([
    `%HA_EM-6-LOG: FLAP: %CRYPTO-4-RECVD_PTK_INV_SPI: ${SAID}`,
    `%HA_EM-LOG: FLAP: %CRYPTO-4-RECVDPKT_INV_SPI: ${SAID}`,
    `%HA_EM-6-LsOG: FLAP: ${SAID}`,
    `%PARSER-CFGLOG_LOGGEDCMD: User:nils  logged command:send log "${SAID}"`,
    `%SYS-5-USERLOGNOTICE: ${SAID.replace('spi=0x9C41D7E2(2621560802)', 'spi=…')}`,
  ])('who quotes: %s', (line) => {
    for (const events of [read(`${STAMP}${line}`), entered(`${STAMP}${line}`)])
      expect(events.filter(({ kind }) => kind === 'invalid-spi')).toEqual([]);
  });

  it.each(['SYS-5-CONFIG_I', 'HA_EM-6-LOG', 'PARSER-5-CFGLOG_LOGGEDCMD', 'SYS-6-USERLOG_INFO', 'CRYPTO-4-PKT_REPLAY_ERR', 'LINK-3-UPDOWN'])(
    'another: %s',
    (name) => {
      expect(isLikeName(name)).toBe(false);
    },
  );
});
