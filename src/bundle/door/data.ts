/** Data is what a router's model or a tool says in JSON or XML instead of the text of a show: nothing of it is read, and that is said, for an answer unread is no empty one. */
import { type Page, shareOf } from './page.ts';

/** `{`, `],`, `"oper-status": "up",`, `{ "name": "Gi0/0" },`: a line of JSON that was spread out */
const JSON_LINE = /^\s*(?:[[\]{}]+,?|[[{]?\s*"(?:[^"\\]|\\.)*"\s*(?::.*)?|-?\d[\d.eE+-]*,?|(?:true|false|null),?|[{[].*[\]}],?)\s*$/;
/** `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" …>`, `<data xmlns="http://cisco.com/ns/yang/…">` [C RFC 6241, RFC 8040] */
const MODEL =
  /<[\w:.-]{1,60}(?:\s[^<>]{0,400})?\sxmlns(?::\w{1,40})?="(?:urn:ietf:params:xml:ns:|https?:\/\/[\w.]{1,60}\/(?:ns\/)?yang|https?:\/\/(?:\w+\.)?cisco\.com\/)/;
const XML_LINE = /^\s*(?:<.*|\]\]>\]\]>|#\d{1,10}|##|[^<>]*<\/[\w:.-]{1,60}>.*)$/;
/** The mark of a terminal above an answer: `HTTP/1.1 200 OK`, `Content-Type: application/yang-data+json` */
const HEADER = /^(?:HTTP\/\d(?:\.\d)? \d{3}\b.*|[A-Za-z][A-Za-z-]{1,40}: \S.*)$/;

/** What a router logs or debugs, wherever it stands. */
const LOGGED = /%[A-Z][A-Z0-9_]*-[0-7]-|\b(?:ISAKMP|IPSEC|IKEv2)[:(-]/;

const MOST = 0.9;
const SAMPLE_LINES = 400;
const HEAD_CHARACTERS = 4000;

/** In words, what the page is; undefined for text. */
export function dataIn({ lines }: Page): string | undefined {
  const first = lines.findIndex((line) => line.trim() !== '' && !HEADER.test(line));
  const body = first === -1 ? [] : lines.slice(first, first + SAMPLE_LINES);
  const head = body[0]?.trimStart() ?? '';
  if (!/^[[{<]/.test(head) || lines.some((line) => LOGGED.test(line))) return undefined;
  if (/^[[{]/.test(head) && /^[[{]\s*(?:["{}[\]]|$)/.test(head) && shareOf(body, (line) => JSON_LINE.test(line)) >= MOST)
    return 'an answer in JSON';
  const isModel = MODEL.test(body.join('\n').slice(0, HEAD_CHARACTERS));
  return isModel && shareOf(body, (line) => XML_LINE.test(line)) >= MOST ? 'an answer in XML' : undefined;
}

/** What is said of it in the ledger of files. */
export function whyLeft({ lines }: Page): string {
  const count = lines.filter((line) => line.trim() !== '').length;
  const what = count === 1 ? 'its line is data' : `its ${count} lines are data`;
  return `${what} of a model or a tool, which is not read, so it proves nothing absent: the same show as a terminal prints it is read`;
}
