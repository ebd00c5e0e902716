/** Writing makes playbooks/playbook.schema.json from the schema, for editors that complete and check. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printJsonSchema } from './json-schema.ts';

const SCHEMA_FILE = fileURLToPath(new URL('../../playbooks/playbook.schema.json', import.meta.url));

writeFileSync(SCHEMA_FILE, printJsonSchema());
