/** Kinds of verdicts that grew stronger when lines were taken away: what says that something is missing, or may be another's, is asked for first. */
import { describe, expect, it } from 'vitest';
import type { RawFile } from '../../src/bundle/taken.ts';
import { filesOfCase, judgeFiles } from '../case/open.ts';
import { Stories } from '../independent/story.ts';

const storyOf = (seed: number): RawFile[] =>
  Object.entries(new Stories(2).tell(seed, false).files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));

const without = (files: readonly RawFile[], path: string, lines: RegExp): RawFile[] =>
  files.map((file) => {
    if (file.path !== path) return file;
    const messages = file.bytes.toString().split(/^(?=\S{0,3}.{0,60}?\d{2}:\d{2}:\d{2})/m);
    return { ...file, bytes: Buffer.from(messages.filter((message) => !lines.test(message)).join('')) };
  });

describe('with less on record', () => {
  it('the part of a cause that is told of is not certain: the whole of it may be what is to be mended', async () => {
    const files = storyOf(800_626);
    const counts = files.map((file) => ({
      ...file,
      bytes: Buffer.from(
        file.bytes
          .toString()
          .replace(
            /, \d+ messages logged, xml disabled,\n\s+filtering disabled\n {4}(?=Exc|Trap|Log)/,
            ', 10 messages logged, xml disabled,\n',
          ),
      ),
    }));
    const { incidents } = (await judgeFiles(without(counts, 'a/show_logging.txt', /sa created,|updated peer/), 'story')).verdict;
    expect(incidents.find(({ spi }) => spi === '0x958AF8DD')?.cause).toMatchObject({
      id: 'rekey-reorder',
      confidence: 'likely',
      alternatives: ['lifetime-mismatch'],
    });
  });

  it('a new IKE SA from the address of a NAT is not called the sender by another port, where no record of the sender shows that it began it', async () => {
    const name = 'unknown/initial-contact-of-a-neighbour-behind-the-nat';
    const alone = (await filesOfCase(name)).filter(({ path }) => !path.startsWith('b/'));
    const { incidents } = (await judgeFiles(alone, name)).verdict;
    expect(incidents[0]?.cause.confidence).toBe('possible');
  });

  it('two rekeys that crossed are only possible where the end that dropped one prints nothing of IKE: its DELETE may have been lost', async () => {
    const name = 'simultaneous-rekey/simultaneous-xe';
    const files = without(await filesOfCase(name), 'b/show_logging.txt', /ISAKMP/);
    const { incidents } = (await judgeFiles(files, name)).verdict;
    expect(incidents.find(({ spi }) => spi === '0x342DFB1F')?.cause).toMatchObject({ id: 'simultaneous-rekey', confidence: 'possible' });
  });

  it('no DELETE is called lost where R deleted at the word of S: it had nothing to tell', async () => {
    const files = storyOf(800_428).map((file) =>
      file.path === 'a/show_logging.txt' ? { ...file, bytes: Buffer.from(file.bytes.toString().replace(/^000827: [\s\S]*/m, '')) } : file,
    );
    const { incidents } = (await judgeFiles(files, 'story')).verdict;
    const told = incidents.find(({ spi }) => spi === '0x573A68DF');
    expect(told?.chain.forgot.how).toBe('deleted-by-peer');
    expect(told?.cause.id).not.toBe('delete-lost');
  });

  it('a packet right behind the making is not likely to have come too early, where lines in between are missing', async () => {
    const lines =
      /Message id: 3\nIKEv2 INFORMATIONAL Exchange RESPONSE|7CF31114[\s\S]*sa_lifetime\(k\/sec\)= \(4605021|BB05F3D4[\s\S]*\(4606787/;
    const { facts } = (await judgeFiles(without(storyOf(800_457), 'b/show_logging.txt', lines), 'story')).verdict;
    const grades = facts.filter(({ fact, is }) => fact === 'used-too-early' && is === 'yes').map(({ grade }) => grade);
    expect(grades).toEqual(['hinted']);
  });
});

describe('a copy of the DELETE whose id cannot be read', () => {
  it('may be the one that was heard, so that the first is not said to have arrived', async () => {
    const files = (await filesOfCase('delete-lost/clear-of-another-peer')).map((file) =>
      file.path === 'a/show_logging.txt'
        ? {
            ...file,
            bytes: Buffer.from(
              Buffer.from(file.bytes)
                .toString()
                .replace(/(Retransmitting packet[\s\S]*?Message id:) \d+/, '$1'),
            ),
          }
        : file,
    );
    const [incident] = (await judgeFiles(files, 'unread copy')).verdict.incidents;
    expect(incident?.cause.id).not.toBe('rekey-reorder');
    expect(incident?.chain.told.how).not.toBe('in-time');
  });
});
