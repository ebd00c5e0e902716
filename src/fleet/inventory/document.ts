/** A document of an inventory, YAML or JSON, is a list of tunnels, or `tunnels:` with that list. */
import { isMap, isNode, isScalar, LineCounter } from 'yaml';
import type { Diagnostic } from '../../diagnostic.ts';
import { checkYaml, parseYaml } from '../../playbook/check-yaml.ts';
import { type JsonNode, JsonTrouble, jsonPlace, readJson } from './json.ts';
import { diagnoseAt, type InventorySource, type Place, placeAt, type WrittenInventory } from './written.ts';

type PlaceOf = (path: readonly PropertyKey[], isKey?: boolean) => Place;

export function readJsonInventory(source: InventorySource): WrittenInventory {
  const { lineStarts } = source;
  let root: JsonNode;
  try {
    root = readJson(source.text);
  } catch (error) {
    if (!(error instanceof JsonTrouble)) throw error;
    return {
      rows: [],
      diagnostics: [
        diagnoseAt(source, placeAt(lineStarts, error.offset, error.offset + 1), { summary: `this is no JSON: ${error.message}` }),
      ],
    };
  }
  return rowsOf(source, root.value, (path, isKey) => jsonPlace(root, lineStarts, path, isKey));
}

export function readYamlInventory(source: InventorySource): WrittenInventory {
  const lines = new LineCounter();
  const document = parseYaml(source.text, lines);
  const placeOf = (start: number, end: number): Place => placeAt(lines.lineStarts, start, end);
  const broken = checkYaml(document).map(({ offset, length, summary, detail }) =>
    diagnoseAt(source, placeOf(offset, offset + length), { summary, detail }),
  );
  if (broken.length > 0) return { rows: [], diagnostics: broken };
  return rowsOf(source, document.toJS(), (path, isKey) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
      const key = isMap(parent)
        ? parent.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === String(path[depth - 1]))
        : undefined;
      const meant = (isKey === true && depth === path.length) || depth < path.length ? (key ?? node) : node;
      if (isNode(meant) && meant.range != null) return placeOf(meant.range[0], meant.range[1]);
    }
    return { line: 1, column: 1, length: 1 };
  });
}

const SHAPE =
  'write a list of tunnels: `tunnels:` and below it `- a: { name: hq, host: hq.example.net, address: 192.0.2.1 }` with its `b:`';

function rowsOf(source: InventorySource, written: unknown, placeOf: PlaceOf): WrittenInventory {
  const isList = Array.isArray(written);
  const keys = !isList && typeof written === 'object' && written !== null ? Object.keys(written) : [];
  const strangers = keys.filter((key) => key !== 'tunnels' && !/^x[-_.]/i.test(key));
  const diagnostics: Diagnostic[] = strangers.map((key) =>
    diagnoseAt(source, placeOf([key], true), { summary: `unknown key \`${key}\``, detail: SHAPE }),
  );
  const list: unknown = isList ? written : (written as { tunnels?: unknown } | null)?.tunnels;
  if (!Array.isArray(list)) {
    const place = keys.includes('tunnels') ? placeOf(['tunnels']) : { line: 1, column: 1, length: 1 };
    return { rows: [], diagnostics: [...diagnostics, diagnoseAt(source, place, { summary: 'this is no list of tunnels', detail: SHAPE })] };
  }
  const above = isList ? [] : ['tunnels'];
  return {
    rows: list.map((each: unknown, index) => ({ written: each, placeOf: (path, isKey) => placeOf([...above, index, ...path], isKey) })),
    diagnostics,
  };
}
