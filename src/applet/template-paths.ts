/** Every path of a template is looked up in the context before it is rendered: Handlebars' strict mode is silent about `{{#if x}}` and a helper's arguments. */
import Handlebars from 'handlebars';

type Expression = hbs.AST.Expression;

/** Throws at the first path that the context lacks. */
export function checkPaths(source: string, partials: Readonly<Record<string, string>>, context: unknown): void {
  walk(parse(source), [context], partials);
}

/** Few, and the same for every router of a fleet. */
const PARSED = new Map<string, hbs.AST.Program>();
const PARSED_MAX = 100;

function parse(source: string): hbs.AST.Program {
  const known = PARSED.get(source);
  if (known !== undefined) return known;
  const program = Handlebars.parse(source);
  if (PARSED.size >= PARSED_MAX) PARSED.clear();
  PARSED.set(source, program);
  return program;
}

/** `scopes` holds the contexts from the outermost to the current one, for `../name`. */
function walk(program: hbs.AST.Program, scopes: readonly unknown[], partials: Readonly<Record<string, string>>): void {
  for (const statement of program.body) {
    if (isMustache(statement)) check(statement, scopes);
    else if (isBlock(statement)) walkBlock(statement, scopes, partials);
    else if (isPartial(statement)) walkPartial(statement, scopes, partials);
  }
}

function walkBlock(block: hbs.AST.BlockStatement, scopes: readonly unknown[], partials: Readonly<Record<string, string>>): void {
  const [subject] = block.params;
  const value = subject === undefined ? undefined : resolve(subject, scopes);
  const isEach = isPath(block.path) && block.path.original === 'each';
  // Of a list the first item stands for all; of an empty one nothing can be said.
  const items = isEach && Array.isArray(value) ? value.slice(0, 1) : [];
  if (isEach) for (const item of items) walk(block.program, [...scopes, item], partials);
  // What is off may lack what only the other branch uses.
  else if (isOn(value)) walk(block.program, scopes, partials);
  if (block.inverse !== undefined && block.inverse !== null && (isEach || !isOn(value))) walk(block.inverse, scopes, partials);
}

function walkPartial(partial: hbs.AST.PartialStatement, scopes: readonly unknown[], partials: Readonly<Record<string, string>>): void {
  const name = isPath(partial.name) ? partial.name.original : '';
  const source = partials[name];
  if (source === undefined) throw new Error(`line ${partial.loc.start.line}: there is no partial \`${name}\``);
  const pairs = partial.hash?.pairs ?? [];
  const given = Object.fromEntries(pairs.map(({ key, value }) => [key, resolve(value, scopes)]));
  walk(parse(source), [...scopes, { ...(scopes.at(-1) as object), ...given }], partials);
}

function check(statement: hbs.AST.MustacheStatement, scopes: readonly unknown[]): void {
  if (isPath(statement.path) && statement.path.original === 'label') return;
  const value = resolve(statement.path as Expression, scopes);
  if (value === undefined || typeof value === 'object')
    throw new Error(`line ${statement.loc.start.line}: \`${nameOf(statement.path)}\` is not text`);
}

function resolve(expression: Expression, scopes: readonly unknown[]): unknown {
  if (!isPath(expression)) return 'value' in expression ? expression.value : undefined;
  let value = scopes.at(-1 - expression.depth);
  for (const part of expression.parts) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, String(part))) {
      throw new Error(`line ${expression.loc.start.line}: there is no \`${expression.original}\``);
    }
    value = (value as Record<string, unknown>)[String(part)];
  }
  return value;
}

/** As `#if` sees it. */
function isOn(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function nameOf(node: hbs.AST.Node): string {
  return isPath(node) ? node.original : node.type;
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}

function isPartial(node: hbs.AST.Node): node is hbs.AST.PartialStatement {
  return node.type === 'PartialStatement';
}
