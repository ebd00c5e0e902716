import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { FORMS } from '../case/forms.ts';
import { filesOfCase, judgeFiles } from '../case/open.ts';
import { enter } from '../../src/bundle/door/door.ts';
it('dumps', async () => {
  for (const spec of (process.env['DUMP'] ?? '').split(';')) {
    const [name = '', form = ''] = spec.split('@');
    const files = (FORMS[form] ?? ((x) => [...x]))(await filesOfCase(name));
    const got = enter(files.filter((f) => f.path !== 'tunnel.yaml').map((f) => ({ path: f.path, text: f.bytes.toString('utf8'), bytes: f.bytes.length, sha256: '' })), { a: { name: 'hq', address: '192.0.2.1' as never }, b: { name: 'branch', address: '198.51.100.1' as never } });
    for (const f of got.files) writeFileSync(`/tmp/dump-${f.side}-${f.name.replaceAll('/', '_')}`, f.text);
    for (const f of files) writeFileSync(`/tmp/dumpin-${f.path.replaceAll('/', '_')}`, f.bytes);
    console.log(JSON.stringify(got.reports, null, 1));
    const j = await judgeFiles(files, name);
    console.log(name, form, JSON.stringify(j.verdict.incidents.map((i) => [i.spi, i.receiver, i.occurrences, i.cause.id, i.cause.confidence])));
  }
});
