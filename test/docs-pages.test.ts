/** Pages made of data (`npx vitest run test/docs-pages.test.ts -u` writes them): one for each cause, the lints, and the schema of the playbook. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINTS } from '../src/applet/lints/index.ts';
import type { Lint } from '../src/applet/lints/lint.ts';
import { causeTopic, lintTopic, type Section, type Topic } from '../src/cli/explain/topics.ts';
import { printJsonSchema } from '../src/playbook/json-schema.ts';
import type { CauseRule } from '../src/verdict/cause.ts';
import { CAUSES } from '../src/verdict/causes/index.ts';

const CAUSE_TOPICS = Object.values<CauseRule>(CAUSES).map(causeTopic);
const LINT_TOPICS = Object.values<Lint>(LINTS).map(lintTopic);

/** What stands for something is no tag of HTML. */
const prose = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('{{', '{ {');

function printSection({ title, lines, isCode }: Section, depth: string): string {
  const body = isCode === true ? ['```', ...lines, '```'] : lines.length === 1 ? lines.map(prose) : lines.map((line) => `- ${prose(line)}`);
  return [`${depth} ${prose(title)}`, '', ...body, ''].join('\n');
}

function printPage({ id, says, sections }: Topic): string {
  return `# ${id}\n\n${prose(says)}\n\n${sections.map((section) => printSection(section, '##')).join('\n')}\n[All causes and facts](../causes.md) · [reading a verdict](../verdict.md)\n`;
}

function printLints(topics: readonly Topic[]): string {
  const pages = topics.map(
    ({ id, says, sections }) => `## ${id}\n\n${prose(says)}\n\n${sections.map((each) => printSection(each, '###')).join('\n')}`,
  );
  return `# Lints\n\nWhat \`flaptrap lint\` finds in the EEM applets of any IOS configuration. \`flaptrap explain ID\` prints one. Generated from \`src/applet/lints\`.\n\n${pages.join('\n')}`;
}

interface JsonSchema {
  description?: string;
  type?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  /** Of a key that must not be there. */
  not?: object;
}

interface Row {
  key: string;
  isRequired: boolean;
  schema: JsonSchema;
}

/** Every key that can be written, as a path. */
function rowsOf(schema: JsonSchema, path: string): Row[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    if (each.not !== undefined) return [];
    const key = path === '' ? name : `${path}.${name}`;
    return [{ key, isRequired: (schema.required ?? []).includes(name) && each.default === undefined, schema: each }, ...rowsOf(each, key)];
  });
  const named = typeof schema.additionalProperties === 'object' ? rowsOf(schema.additionalProperties, `${path}.NAME`) : [];
  const listed = schema.items === undefined ? [] : rowsOf(schema.items, `${path}[]`);
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => rowsOf(each, path));
  return [...own, ...named, ...listed, ...forms];
}

/** Two forms have keys in common: once is enough. */
function once(rows: readonly Row[]): Row[] {
  return [...new Map(rows.toReversed().map((row) => [row.key, row])).values()].reverse();
}

function sayValues({ type, enum: choices, const: only, minimum, maximum, anyOf, oneOf, items }: JsonSchema): string {
  if (choices !== undefined) return choices.map((each) => `\`${each}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  const forms = [...(anyOf ?? []), ...(oneOf ?? [])];
  if (forms.length > 0) return [...new Set(forms.map(sayValues))].join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : sayValues(items)}`;
  const range = minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''} to ${maximum ?? ''}`;
  return `${type === 'object' ? 'map' : (type ?? 'anything')}${range}`;
}

const cell = (text: string): string =>
  prose(text)
    .replaceAll('|', '\\|')
    .replaceAll(/\{(\w+)\}/g, '`{$1}`');

function printSchema(schema: JsonSchema): string {
  const rows = once(rowsOf(schema, '')).map(
    ({ key, isRequired, schema: each }) =>
      `| \`${key}\` | ${sayValues(each).replaceAll('|', '\\|')} | ${isRequired ? 'must be written' : each.default === undefined ? '' : `\`${JSON.stringify(each.default)}\``} | ${cell(each.description ?? '')} |`,
  );
  return `# Every key of a playbook

[Playbooks](./playbook.md) explains them. Generated from the schema; for an editor it is \`playbooks/playbook.schema.json\`.

| key | values | when left out | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}

describe('a page of its own', () => {
  it.each(CAUSE_TOPICS)('has the cause $id, as the judge knows it', async (topic) => {
    await expect(printPage(topic)).toMatchFileSnapshot(`../docs/causes/${topic.id}.md`);
  });

  it('has no cause that is gone', () => {
    expect(readdirSync('docs/causes').sort()).toEqual(CAUSE_TOPICS.map(({ id }) => `${id}.md`).sort());
  });
});

describe('the reference', () => {
  it('has every lint', async () => {
    await expect(printLints(LINT_TOPICS)).toMatchFileSnapshot('../docs/lints.md');
  });

  it('has every key of a playbook', async () => {
    const page = printSchema(JSON.parse(printJsonSchema()) as JsonSchema);
    for (const key of ['tunnel.a.host', 'tunnel.b[].vendor', 'logins.NAME.password', 'budget.captures', 'window.zone'])
      expect(page).toContain(`\`${key}\``);
    await expect(page).toMatchFileSnapshot('../docs/schema.md');
  });
});
