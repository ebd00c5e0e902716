/** The XML that an office program writes, as far as a table needs it: elements of one name, their attributes, their text. */
import { withoutEntities } from '../entities.ts';

/** `<x:row …>`: a few programs write their own prefix before each name. [C] XML namespaces */
const PREFIX = /<(\/?)[a-z]{1,8}:(?=(?:row|c|v|t|is|si|rPh|xf|numFmt|cellXfs|workbookPr|sheet)[\s>/])/g;

export interface XmlElement {
  attributes: ReadonlyMap<string, string>;
  /** All that stands within, up to its end. */
  inner: string;
}

/** The rest of a tag; a value may hold its end. */
const TAG_END = /(?:[^>"']|"[^"]*"|'[^']*')*>/y;

/** Those named so, in their order; none of them may stand within another. What was cut off ends with the text. */
export function elementsOf(xml: string, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (let at = xml.indexOf(`<${name}`); at !== -1; at = xml.indexOf(`<${name}`, at)) {
    at += name.length + 1;
    // `<col …>` is no `<c>`.
    if (!/[\s>/]/.test(xml.charAt(at))) continue;
    TAG_END.lastIndex = at;
    if (!TAG_END.test(xml)) break;
    const tag = xml.slice(at, TAG_END.lastIndex - 1);
    const from = TAG_END.lastIndex;
    const end = tag.endsWith('/') ? from : xml.indexOf(`</${name}>`, from);
    at = end === -1 ? xml.length : end;
    found.push({ attributes: attributesOf(tag), inner: xml.slice(from, at) });
  }
  return found;
}

function attributesOf(tag: string): Map<string, string> {
  const named = tag.matchAll(/([\w:.-]+)\s?=\s?(?:"([^"]*)"|'([^']*)')/g);
  return new Map([...named].map(([, name = '', double, single]) => [name, withoutEntities(double ?? single ?? '')]));
}

export function withoutPrefixes(xml: string): string {
  return xml.replace(PREFIX, '<$1');
}
