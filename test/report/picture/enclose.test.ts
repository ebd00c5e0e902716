/** What is put into the page is letters and digits, whatever routers are called or have logged. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/report/formats/html.ts';
import { enclosePacked, SLOT } from '../../../src/report/picture/enclose.ts';
import { filesOfCase, judgeFiles } from '../../case/open.ts';

const PAGE = `<body>${SLOT}<script>run()</script></body>`;
const pack = (text: string): string => deflateRawSync(text).toString('base64');

describe('a report on a page', () => {
  it('holds the picture and the texts, and no letter of theirs as it is', async () => {
    const evil = Buffer.from('a: {name: "</script><b>", address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n');
    const files = (await filesOfCase('delete-lost/124-xe')).map((file) => (file.path === 'tunnel.yaml' ? { ...file, bytes: evil } : file));
    const { verdict, timeline, bundle } = await judgeFiles(files, 'evil');
    const page = html.print(verdict, timeline, { bundle, page: PAGE, pack });
    const inside = /id="enclosed">(.*?)<\/script>/.exec(page)?.[1] ?? '';
    expect(inside).toMatch(/^\{"picture":"[\w+/=]+","texts":"[\w+/=]+"\}$/);
    expect(page.split('<script').length).toBe(3);
    const { picture } = JSON.parse(inside) as { picture: string };
    const told = JSON.parse(inflateRawSync(Buffer.from(picture, 'base64')).toString());
    expect(told.verdict.tunnel.a.name).toBe('</script><b>');
    expect(told.verdict.incidents).toEqual(verdict.incidents);
  });

  it('takes the place of one that is there', () => {
    const once = enclosePacked(PAGE, { picture: 'AA', texts: 'BB' });
    expect(enclosePacked(once, { picture: 'CC', texts: 'DD' })).toBe(enclosePacked(PAGE, { picture: 'CC', texts: 'DD' }));
  });

  it('is refused by a page that is not ours', () => {
    expect(() => enclosePacked('<p>', { picture: '', texts: '' })).toThrow('it has no place for a report');
  });

  it('is the words alone, and runs nothing, where no page is at hand', async () => {
    const { verdict, timeline } = await judgeFiles(await filesOfCase('delete-lost/124-xe'), 'bare');
    const bare = html.print({ ...verdict, missing: ['<script>alert(1)</script>'] }, timeline);
    expect(bare).toContain("default-src 'none'");
    expect(bare).toContain('&lt;script&gt;alert(1)');
    expect(bare).not.toContain('<script');
  });
});
