/** The names that a template uses, by Handlebars' own syntax tree, and those that a context has: `leave.shared.*.pattern`, `*` for each of a list. */
import Handlebars from 'handlebars';

type Partials = Readonly<Record<string, string>>;
/** The paths of the scopes, the innermost last; `as` are the names that a partial was given. */
interface Scope {
  path: string;
  as: Readonly<Record<string, string>>;
}

export function namesUsed(source: string, partials: Partials): Set<string> {
  const used = new Set<string>();
  visit(Handlebars.parse(source), [{ path: '', as: {} }], partials, used);
  return used;
}

function visit(program: hbs.AST.Program, scopes: readonly Scope[], partials: Partials, used: Set<string>): void {
  for (const node of program.body) {
    if (node.type === 'MustacheStatement') use((node as hbs.AST.MustacheStatement).path, scopes, used);
    else if (node.type === 'BlockStatement') visitBlock(node as hbs.AST.BlockStatement, scopes, partials, used);
    else if (node.type === 'PartialStatement') {
      const { name, hash } = node as hbs.AST.PartialStatement;
      const given = (hash?.pairs ?? []).map(({ key, value }) => [key, use(value, scopes, used)]);
      const inner = { path: scopes.at(-1)?.path ?? '', as: Object.fromEntries(given) as Record<string, string> };
      const text = partials[(name as hbs.AST.PathExpression).original] ?? '';
      visit(Handlebars.parse(text), [...scopes, inner], partials, used);
    }
  }
}

function visitBlock(block: hbs.AST.BlockStatement, scopes: readonly Scope[], partials: Partials, used: Set<string>): void {
  const [subject] = block.params;
  const path = subject === undefined ? '' : use(subject, scopes, used);
  const isEach = (block.path as hbs.AST.PathExpression).original === 'each';
  visit(block.program, isEach ? [...scopes, { path: `${path}.*`, as: {} }] : scopes, partials, used);
  // Handlebars says null or undefined where there is no `else`.
  if (block.inverse) visit(block.inverse, scopes, partials, used);
}

/** The whole path of what the expression names. */
function use(expression: hbs.AST.Node, scopes: readonly Scope[], used: Set<string>): string {
  const { type, original, parts, depth } = expression as hbs.AST.PathExpression;
  if (type !== 'PathExpression' || original === 'label') return '';
  const scope = scopes.at(-1 - depth);
  const [first = '', ...rest] = parts.map(String);
  const whole = [scope?.as[first] ?? [scope?.path, first].filter(Boolean).join('.'), ...rest].join('.');
  used.add(whole);
  return whole;
}

/** Only what holds a text or a figure, or is off: a list or an object is used by what is in it. */
export function namesOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => namesOf(each, `${path}.*`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => namesOf(each, path === '' ? key : `${path}.${key}`));
}
