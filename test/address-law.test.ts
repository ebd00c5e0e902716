/** The law of addresses: what is read as an address is compared in one place, so that no spelling and no mask is ever forgotten. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SRC } from './source-files.ts';

/** The only file that may look into an address, and make one. */
const HOME = 'ipsec/address.ts';
/** Finding where an address stands in a text begins with its own spelling. */
const IN_TEXT = 'ipsec/address-in-text.ts';
/** Of a text or a list: they compare what they are given. Sets and maps whose keys are addresses may be asked, since a key has one spelling. */
const COMPARING = new Set(['includes', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'localeCompare']);
const KEYED = new Set(['has', 'get', 'delete']);
const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Every breach in the files of the program, as `file:line: what`. */
function breachesOf(program: ts.Program, isExamined: (path: string) => boolean): string[] {
  const checker = program.getTypeChecker();
  const isAddress = (node: ts.Node): boolean => isBranded(checker.getTypeAtLocation(node));
  const found: string[] = [];
  const visit = (node: ts.Node, file: ts.SourceFile): void => {
    const what = breachAt(node, isAddress, checker);
    if (what !== undefined) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${file.fileName.replace(`${SRC}/`, '')}:${line + 1}: ${what}`);
    }
    ts.forEachChild(node, (child) => visit(child, file));
  };
  for (const file of program.getSourceFiles()) if (isExamined(file.fileName)) visit(file, file);
  return found;
}

function breachAt(node: ts.Node, isAddress: (node: ts.Node) => boolean, checker: ts.TypeChecker): string | undefined {
  if (ts.isAsExpression(node) && isBranded(checker.getTypeFromTypeNode(node.type))) return 'an address is made by a cast';
  if (ts.isSwitchStatement(node) && isAddress(node.expression)) return 'an address is compared by switch';
  if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
    const [left, right] = [node.left, node.right];
    const isOfNothing = [left, right].some((side) => isNothing(side));
    return !isOfNothing && (isAddress(left) || isAddress(right)) ? `an address is compared by ${node.operatorToken.getText()}` : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression: owner } = node.expression;
  const [argument] = node.arguments;
  if (COMPARING.has(name.text) && (isAddress(owner) || (argument !== undefined && isAddress(argument))))
    return `an address is compared by ${name.text}`;
  const isLoose = KEYED.has(name.text) && argument !== undefined && isAddress(argument) && !isKeyedByAddress(owner, checker);
  return isLoose ? `an address is looked for among other texts by ${name.text}` : undefined;
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** `Address`, `Network`, or a union with one of them: a text that carries the mark of ipsec/address. */
function isBranded(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(isBranded);
  return type.isIntersection() && type.getProperties().some(({ declarations = [] }) => declarations.some(isMark));
}

function isMark(declaration: ts.Declaration): boolean {
  return ts.isPropertySignature(declaration) && declaration.getSourceFile().fileName.endsWith(`/${HOME}`);
}

function isKeyedByAddress(owner: ts.Expression, checker: ts.TypeChecker): boolean {
  const [key] = checker.getTypeArguments(checker.getTypeAtLocation(owner) as ts.TypeReference);
  return key !== undefined && isBranded(key);
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  // Without those of a browser, which are as long as all else together.
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
};

/** Reads each file once for all programs, and no comment of any. */
function hostOfAll(): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  const read = new Map<string, ts.SourceFile | undefined>();
  const readOnce: typeof getSourceFile = (name, ...rest) => {
    if (!read.has(name)) read.set(name, getSourceFile(name, ...rest));
    return read.get(name);
  };
  return { ...host, getSourceFile: readOnce, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
}

const HOST = hostOfAll();
const WHOLE = ts.createProgram([join(SRC, 'index.ts'), join(SRC, 'cli/main.ts')], OPTIONS, HOST);

/** The breaches of this text, as if it were a file of `timeline`. */
function breachesIn(text: string): string[] {
  const path = join(SRC, 'timeline/an-example.ts');
  const host: ts.CompilerHost = {
    ...HOST,
    getSourceFile: (name, ...rest) =>
      name === path ? ts.createSourceFile(name, text, OPTIONS.target ?? 99) : HOST.getSourceFile(name, ...rest),
    fileExists: (name) => name === path || HOST.fileExists(name),
  };
  return breachesOf(ts.createProgram([path], OPTIONS, host), (name) => name === path);
}

describe('the law of addresses', () => {
  it('lets nobody but ipsec/address compare two addresses, or make one', () => {
    const isExamined = (path: string): boolean => path.startsWith(`${SRC}/`) && !path.endsWith(HOME) && !path.endsWith(IN_TEXT);
    expect(WHOLE.getSourceFiles().filter(({ fileName }) => isExamined(fileName)).length).toBeGreaterThan(200);
    expect(breachesOf(WHOLE, isExamined)).toEqual([]);
  }, 120_000);

  it('sees each way in which one could', () => {
    const example = `import type { Address, AddressRange } from '../ipsec/address.ts';
export const same = (one: Address, two: string): boolean => one === two;
export const other = (one?: Address, two?: Address): boolean => two !== one;
export const among = (all: string[], one: Address): boolean => all.includes(one);
export const keyed = (all: Set<string>, one: Address): boolean => all.has(one);
export const range = (one: AddressRange): boolean => one.startsWith('198.51.100.');
export const forged = '2001:DB8::1' as Address;
export const chosen = (one: Address): number => { switch (one) { default: return 1; } };
`;
    expect(breachesIn(example).map((each) => each.replace(/^.*?:(\d+)/, '$1'))).toEqual([
      '2: an address is compared by ===',
      '3: an address is compared by !==',
      '4: an address is compared by includes',
      '5: an address is looked for among other texts by has',
      '6: an address is compared by startsWith',
      '7: an address is made by a cast',
      '8: an address is compared by switch',
    ]);
  });

  it('allows sets of addresses, and asking whether there is one', () => {
    const example = `import type { Address } from '../ipsec/address.ts';
export const isThere = (one?: Address | null): boolean => one !== undefined && one !== null;
export const isKnown = (all: ReadonlySet<Address>, one: Address): boolean => all.has(one);
`;
    expect(breachesIn(example)).toEqual([]);
  });
});
