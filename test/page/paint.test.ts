/** What travelled is painted: lost messages as a broken line with a cross, packets as bars, those that never arrived over them in the colour of what is wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Looking } from '../../src/page/looking.ts';
import { type Canvas, layoutOf } from '../../src/page/marks.ts';
import { paintMessages } from '../../src/page/paint-messages.ts';
import { paintPackets } from '../../src/page/paint-packets.ts';
import { plotOf } from '../../src/page/plot.ts';
import { type Picture, pictureOf } from '../../src/report/picture/picture.ts';
import { filesOfCase, judgeFiles } from '../case/open.ts';

const WIDTH = 1000;
const ROWS = ['ike', 'delete', 'sa', 'dpd', 'log', 'bad'];
const COLOURS = { ground: 'ground', ink: 'ink', soft: 'soft', rule: 'rule', heard: 'heard', deaf: 'deaf', rows: ROWS };

interface Drawn {
  what: 'bar' | 'line' | 'mark';
  colour: string;
  isBroken: boolean;
  x: number;
  y: number;
  height: number;
}

/** A pen that remembers what it drew. */
function canvasFor(looking: Looking): { canvas: Canvas; drawn: Drawn[] } {
  const drawn: Drawn[] = [];
  const pen = {
    fillStyle: '',
    strokeStyle: '',
    dash: [] as number[],
    setLineDash: (dash: number[]) => (pen.dash = dash),
    beginPath: () => undefined,
    closePath: () => undefined,
    moveTo: () => undefined,
    lineTo: (x: number, y: number) => line(x, y),
    stroke: () => undefined,
    fill: () => drawn.push({ what: 'mark', colour: pen.fillStyle, isBroken: false, x: 0, y: 0, height: 0 }),
    fillRect: (x: number, y: number, _width: number, height: number) =>
      drawn.push({ what: 'bar', colour: pen.fillStyle, isBroken: false, x, y, height }),
  };
  const line = (x: number, y: number): void =>
    void drawn.push({ what: 'line', colour: pen.strokeStyle, isBroken: pen.dash.length > 0, x, y, height: 0 });
  const layout = layoutOf(WIDTH, true);
  const { from, to } = looking.view;
  const x = (at: number): number => layout.left + ((at - from) / (to - from)) * layout.width;
  return { canvas: { pen: pen as unknown as CanvasRenderingContext2D, layout, colours: COLOURS, x }, drawn };
}

let picture: Picture;
beforeAll(async () => {
  const { verdict, timeline, bundle } = await judgeFiles(await filesOfCase('delete-lost/124-xe'), 'delete-lost/124-xe');
  picture = JSON.parse(JSON.stringify(pictureOf(verdict, timeline, bundle))) as Picture;
});

describe('messages', () => {
  it('that were lost are broken lines in the colour of what is wrong, each with a cross; the rest are whole', () => {
    const looking = new Looking(plotOf(picture));
    const { canvas, drawn } = canvasFor(looking);
    paintMessages(canvas, looking);
    const [lost, delivered] = ['l', 'd'].map((fate) => [...picture.messages.fates].filter((each) => each === fate).length);
    expect(lost).toBeGreaterThan(0);
    expect(drawn.filter(({ what }) => what === 'mark')).toHaveLength(lost ?? 0);
    expect(drawn.filter(({ what, colour, isBroken }) => what === 'line' && colour === 'ike' && !isBroken)).toHaveLength(delivered ?? 0);
  });
});

describe('the packet strip', () => {
  const packetsAt = (looking: Looking, shares: readonly number[]): number[] =>
    shares.map((share) => Math.round(looking.all.from + share * (looking.all.to - looking.all.from)));
  const withPackets = (fates: string, from: string): Looking => {
    const times = packetsAt(new Looking(plotOf(picture)), [0.25, 0.5, 0.75]);
    const sentAt = times.map((at, index) => at - (times[index - 1] ?? 0));
    const packets = { from, kinds: 'eee', fates, spi: [0, 0, 0], sequence: [1, 2, 3], sentAt, receivedAt: [null, null, null] };
    return new Looking(plotOf({ ...picture, packets, packetClock: 'matched packets' }));
  };

  it('draws what left a upwards and what left b downwards, each at its instant', () => {
    const looking = withPackets('ddd', 'aba');
    const { canvas, drawn } = canvasFor(looking);
    paintPackets(canvas, looking);
    const bars = drawn.filter(({ colour }) => colour === 'sa');
    const { packets, left, width } = canvas.layout;
    const placed = bars.map(({ x, y }) => [Math.round(((x - left) / width) * 100), y < packets ? 'up' : 'down'] as const);
    expect(placed.toSorted(([one], [two]) => one - two).map(([, way]) => way)).toEqual(['up', 'down', 'up']);
    for (const [index, [place]] of placed.toSorted(([one], [two]) => one - two).entries())
      expect(Math.abs(place - (index + 1) * 25)).toBeLessThanOrEqual(1);
    expect(drawn.filter(({ colour }) => colour === 'bad')).toEqual([]);
  });

  it('draws what never arrived over it in the colour of what is wrong', () => {
    const looking = withPackets('dud', 'aaa');
    const { canvas, drawn } = canvasFor(looking);
    paintPackets(canvas, looking);
    const gone = drawn.filter(({ colour }) => colour === 'bad');
    expect(gone).toHaveLength(1);
    expect(drawn.filter(({ colour }) => colour === 'sa').map(({ x }) => x)).toContain(gone[0]?.x);
  });

  it('draws nothing of a packet that cannot be placed, or stands outside what is looked at', () => {
    const looking = withPackets('ddd', 'aaa');
    const span = looking.all.to - looking.all.from;
    looking.view = { from: looking.all.from + span * 0.6, to: looking.all.to };
    looking.packetTimes[2] = Number.NaN;
    const { canvas, drawn } = canvasFor(looking);
    paintPackets(canvas, looking);
    expect(drawn.filter(({ colour }) => colour === 'sa')).toEqual([]);
  });
});
