/** A playbook in an editor: its mistakes come from its own parser, its keys with their meaning from its schema. */
import type { Diagnostic } from '../diagnostic.ts';
import { printJsonSchema } from '../playbook/json-schema.ts';
import { parsePlaybook } from '../playbook/parse.ts';
import type { Completion } from './complete.ts';
import { linesOf, type Position } from './document.ts';
import type { Hover } from './hover.ts';
import { keyAt } from './playbook-at.ts';

interface Schema {
  description?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** What only a playbook has at its left edge; other YAML is somebody else's. */
export function isPlaybook(text: string): boolean {
  return /^(?:tunnel|jumpHosts|strangers|retrieve)\s*:/m.test(text) || /\$schema=\S*playbook\.schema\.json/.test(text);
}

/** Why there is nothing to format in it. */
export const NOTHING_TO_FORMAT =
  'a playbook holds no applet: flaptrap makes its applets, and `flaptrap render` prints them as a device does';

export function checkPlaybook(text: string, file: string): Diagnostic[] {
  return parsePlaybook(linesOf(text).join('\n'), file).diagnostics;
}

export function hoverKeyAt(text: string, position: Position): Hover | undefined {
  const { path, word, range, isValue } = keyAt(linesOf(text), position);
  if (word === '') return undefined;
  const full = isValue ? path : [...path, word];
  const [schema] = schemasAt(full);
  return schema === undefined ? undefined : { text: [`**${full.join('.')}**`, ...sayAll(schema)].join('\n\n'), range };
}

export function completeKeyAt(text: string, position: Position): Completion[] {
  const { path, range, isValue } = keyAt(linesOf(text), position);
  const here = { start: range.start, end: position };
  const schemas = schemasAt(path);
  if (isValue) return schemas.flatMap(valuesOf).map((label) => ({ label, kind: 'value', detail: path.join('.'), range: here }));
  const keys = new Map(schemas.flatMap(({ properties = {} }) => Object.entries(properties)));
  return [...keys].map(([key, schema]) => ({ label: key, kind: 'key', detail: sayAll(schema).join(' '), range: here }));
}

let whole: Schema | undefined;

function schemasAt(path: readonly string[]): Schema[] {
  whole ??= JSON.parse(printJsonSchema()) as Schema;
  return path.reduce((schemas, key) => schemas.flatMap((schema) => below(schema, key)).flatMap(forms), forms(whole));
}

/** The ways in which a value may be written. */
function forms(schema: Schema): Schema[] {
  const ways = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const { description } = schema;
  return ways.length === 0 ? [schema] : ways.flatMap(forms).map((way) => (description === undefined ? way : { description, ...way }));
}

function below({ properties = {}, additionalProperties, items }: Schema, key: string): Schema[] {
  if (key === '-') return items === undefined ? [] : [items];
  if (Object.hasOwn(properties, key)) return [properties[key] ?? {}];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

function valuesOf(schema: Schema): string[] {
  const { enum: words, const: only, type, items } = schema;
  if (type === 'boolean') return ['true', 'false'];
  if (words !== undefined) return words.map(String);
  if (only !== undefined) return [String(only)];
  return type === 'array' && items !== undefined ? forms(items).flatMap(valuesOf) : [];
}

function sayAll(schema: Schema): string[] {
  const { description, default: unless, minimum, maximum } = schema;
  const words = forms(schema).flatMap(valuesOf);
  return [
    ...(description === undefined ? [] : [description]),
    ...(words.length === 0 ? [] : [`One of: ${words.join(', ')}.`]),
    ...(minimum === undefined || maximum === undefined ? [] : [`From ${minimum} to ${maximum}.`]),
    ...(unless === undefined ? [] : [`Without it: ${JSON.stringify(unless)}.`]),
  ];
}
