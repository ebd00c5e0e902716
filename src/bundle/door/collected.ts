/** A collector's event in CEF or LEEF has the message of the router in one of its fields, with a backslash before what would end it. */
import { readLogLine } from '../../ios/log/line.ts';
import { mapLines, type Page, shareOf } from './page.ts';

/** `CEF:0|Cisco|IOS|15.7|CRYPTO-4-RECVD_PKT_INV_SPI|Invalid SPI|4|rt=… dvc=192.0.2.1 msg=…` [C] ArcSight, Implementing CEF */
export const CEF =
  /\bCEF:\d\|(?:[^|\\]|\\.){0,80}\|(?:[^|\\]|\\.){0,80}\|(?:[^|\\]|\\.){0,40}\|((?:[^|\\]|\\.){0,120})\|(?:[^|\\]|\\.){0,200}\|[^|]{0,20}\|(.*)$/;
const FIELD = /(?:^|\s)([\w.-]{1,40})=((?:\\.|[^\\=])*?)(?=\s[\w.-]{1,40}=|$)/g;
const MNEMONIC = /^[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+$/;
const MOST = 0.9;

export function unwrapEvents(page: Page): Page {
  if (shareOf(page.lines, (line) => CEF.test(line)) < MOST) return page;
  return mapLines(page, (line) => messageOf(line) ?? line, 'the messages were taken out of the events of a collector');
}

function messageOf(line: string): string | undefined {
  const [, signature = '', extension = ''] = CEF.exec(line) ?? [];
  const fields = new Map([...extension.matchAll(FIELD)].map(([, key = '', value = '']) => [key, value.replace(/\\(.)/g, '$1')]));
  const message = fields.get('msg') ?? fields.get('rawEvent');
  if (message === undefined) return undefined;
  const named = readLogLine(message).isHead || !MNEMONIC.test(signature) ? message : `%${signature}: ${message}`;
  const host = fields.get('dvchost') ?? fields.get('dvc');
  const received = Number(fields.get('rt') ?? Number.NaN);
  const before = Number.isFinite(received) ? [new Date(received).toISOString()] : [];
  return [...before, ...(host === undefined ? [] : [host]), named].join(' ');
}
