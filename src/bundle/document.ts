/** A document of a word processor is a zip of XML: of its parts the text is a record, and what tells of its layout is none. */
import { latin1Of } from './bytes.ts';
import type { LeftFile, RawFile } from './taken.ts';

/** What stands first in no other zip. [C] ECMA-376 part 2; [C] OpenDocument 1.2 part 3 */
const OFFICE = /^(?:\[Content_Types\]\.xml|(?:_rels|docProps|customXml|word|xl|ppt)\/.*\.(?:xml|rels))$/;
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';
/** Where the text stands. */
const TEXTS = /^(?:word\/document\.xml|content\.xml)$/;
const SHEETS = /^(?:xl\/workbook\.xml|ppt\/presentation\.xml)$/;

/** The files of any other zip as they are; of a document its text alone. `archive`: what it is called. */
export async function* withoutLayout(files: AsyncIterable<RawFile>, archive: string): AsyncGenerator<RawFile | LeftFile> {
  let kind: 'zip' | 'text' | 'sheets' | undefined;
  for await (const file of files) {
    kind ??= kindOf(file);
    if (kind === 'zip') yield file;
    else if (kind === 'sheets' ? file.path === 'content.xml' : SHEETS.test(file.path)) yield { path: archive, left: NO_TEXT };
    else if (kind === 'text' && TEXTS.test(file.path)) yield file;
  }
}

const NO_TEXT = 'is a document of tables or pictures: save it as text or CSV';

function kindOf({ path, bytes }: RawFile): 'zip' | 'text' | 'sheets' {
  if (OFFICE.test(path)) return 'text';
  const type = path === 'mimetype' ? latin1Of(bytes, 0, OPEN_DOCUMENT.length + 4) : '';
  if (!type.startsWith(OPEN_DOCUMENT)) return 'zip';
  return type.endsWith('text') ? 'text' : 'sheets';
}
