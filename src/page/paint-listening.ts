/** Painting listening shades where each side surely listened, and hatches where it surely did not, or where lines are missing. */
import type { HeardFamily } from '../timeline/listening.ts';
import type { Looking } from './looking.ts';
import type { Canvas } from './marks.ts';

/** The darker, the more families surely listened; hatched where something is surely missing. */
export function paintListening(canvas: Canvas, { picture, shifts }: Looking, side: 0 | 1): void {
  const { pen, layout, colours, x } = canvas;
  const own = picture.listening[side === 0 ? 'a' : 'b'];
  const shift = side === 1 ? shifts.b : shifts.a;
  const y = layout.laneAt(side);
  const fill = (from: number, to: number, style: string | CanvasPattern): void => {
    const left = Math.max(layout.left, x(from + shift));
    const right = Math.min(layout.left + layout.width, Math.max(x(to + shift), left + 1));
    if (right <= left) return;
    pen.fillStyle = style;
    pen.fillRect(left, y, right - left, layout.laneHeight);
  };
  pen.fillStyle = colours.deaf;
  pen.fillRect(layout.left, y, layout.width, layout.laneHeight);
  for (const family of own.families) for (const { fromAt, toAt } of family.heard) fill(fromAt, toAt, colours.heard);
  const hatch = hatching(pen, colours.rule);
  for (const { fromAt, toAt } of [...own.gaps, ...deafEverywhere(own.families)]) fill(fromAt, toAt, hatch);
}

function deafEverywhere(families: readonly HeardFamily[]): { fromAt: number; toAt: number }[] {
  return families.flatMap(({ deaf }) => deaf);
}

const HATCH_PX = 6;
/** By pen and colour: light, dark. */
const HATCHES = new WeakMap<CanvasRenderingContext2D, Map<string, CanvasPattern | string>>();

function hatching(pen: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = HATCHES.get(pen) ?? new Map<string, CanvasPattern | string>();
  const hatch = known.get(colour) ?? newHatch(pen, colour);
  HATCHES.set(pen, known.set(colour, hatch));
  return hatch;
}

function newHatch(pen: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = HATCH_PX;
  tile.height = HATCH_PX;
  const line = tile.getContext('2d');
  if (line === null) return colour;
  line.strokeStyle = colour;
  line.beginPath();
  line.moveTo(-1, HATCH_PX + 1);
  line.lineTo(HATCH_PX + 1, -1);
  line.stroke();
  return pen.createPattern(tile, 'repeat') ?? colour;
}
