/** The JSON Schema of a playbook is generated, never written. */
import { z } from 'zod';
import { PLAYBOOK_SCHEMA } from './schema.ts';

export function printJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(PLAYBOOK_SCHEMA, { io: 'input' }), null, 2)}\n`;
}
