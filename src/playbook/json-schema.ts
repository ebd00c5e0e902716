/** The JSON Schema of a playbook is generated, never written. */
import { z } from 'zod';
import { PLAYBOOK_SCHEMA } from './schema.ts';

export function printJsonSchema(): string {
  const schema = z.toJSONSchema(PLAYBOOK_SCHEMA, {
    io: 'input',
    unrepresentable: 'any',
    // A key that must not be there.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'undefined') jsonSchema.not = {};
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
