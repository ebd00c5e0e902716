/** A document of an office program is a zip of XML: of its parts the text and the sheets are records, and what tells of their layout is none. */
import { latin1Of } from '../bytes.ts';
import type { LeftFile, RawFile } from '../taken.ts';
import { sheetsOfContent } from './open-sheet.ts';
import { type Sheet, textOfSheet } from './sheet-text.ts';
import { sheetsOfWorkbook, WORKBOOK_PART } from './workbook.ts';

/** What stands first in no other zip. [C] ECMA-376 part 2; [C] OpenDocument 1.2 part 3 */
const OFFICE = /^(?:\[Content_Types\]\.xml|(?:_rels|docProps|customXml|word|xl|ppt)\/.*\.(?:xml|rels))$/;
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

/** `zip` is none of them; a file of OpenDocument says what it is, one of ECMA-376 shows it by its parts. */
type Kind = 'zip' | 'office' | 'text' | 'spreadsheet' | 'other';

/** The files of any other zip as they are; of a document its text alone, of sheets each as CSV. `archive`: what it is called. */
export async function* withoutLayout(files: AsyncIterable<RawFile>, archive: string): AsyncGenerator<RawFile | LeftFile> {
  let kind: Kind | undefined;
  const parts = new Map<string, string>();
  let isText = false;
  for await (const file of files) {
    kind ??= kindOf(file);
    if (kind === 'zip') yield file;
    else if (isTextOf(kind, file.path)) {
      isText = true;
      yield file;
    } else if (kind === 'office' && WORKBOOK_PART.test(file.path)) parts.set(file.path, utf8Of(file));
    else if (kind === 'spreadsheet' && file.path === 'content.xml') parts.set(file.path, utf8Of(file));
  }
  if (kind === undefined || kind === 'zip' || isText) return;
  yield* tablesOf(kind === 'office' ? sheetsOfWorkbook(parts) : sheetsOfContent(parts.get('content.xml') ?? ''), archive);
}

function isTextOf(kind: Kind, path: string): boolean {
  return (kind === 'office' && path === 'word/document.xml') || (kind === 'text' && path === 'content.xml');
}

function tablesOf(sheets: readonly { name: string; sheet: Sheet }[], archive: string): (RawFile | LeftFile)[] {
  const tables = sheets.flatMap(({ name, sheet }) => {
    const text = textOfSheet(sheet);
    return text.trim() === '' ? [] : [{ path: `${name}.csv`, bytes: new TextEncoder().encode(text) }];
  });
  return tables.length > 0
    ? tables
    : [{ path: archive, left: 'is a document of pictures, or with no text in it: save what it shows as text' }];
}

function utf8Of({ bytes }: RawFile): string {
  return new TextDecoder().decode(bytes);
}

function kindOf({ path, bytes }: RawFile): Kind {
  if (OFFICE.test(path)) return 'office';
  const type = path === 'mimetype' ? latin1Of(bytes, 0, OPEN_DOCUMENT.length + 16) : '';
  if (!type.startsWith(OPEN_DOCUMENT)) return 'zip';
  const own = type.slice(OPEN_DOCUMENT.length).trim();
  return own === 'text' || own === 'spreadsheet' ? own : 'other';
}
