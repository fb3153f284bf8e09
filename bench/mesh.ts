/**
 * A jittered mesh of quads whose edges are fractal lines, each made once and shared by the quads on
 * both sides, vertex by vertex, as the borders of a plan are.
 */
export class Mesh {
  readonly cols: number;
  readonly rows: number;
  private readonly corners: [number, number][];
  private readonly across: Float64Array[] = [];
  private readonly upward: Float64Array[] = [];

  constructor(
    box: readonly [number, number, number, number],
    cols: number,
    rows: number,
    segments: number,
    random: () => number,
  ) {
    this.cols = cols;
    this.rows = rows;
    this.corners = jitteredCorners(box, cols, rows, random);
    for (let r = 0; r <= rows; r++) {
      for (let c = 0; c <= cols; c++) {
        const rough = (edge: boolean) => (edge ? 0 : ROUGHNESS);
        this.across.push(
          c < cols
            ? fractal(
                this.corner(c, r),
                this.corner(c + 1, r),
                segments,
                rough(r === 0 || r === rows),
                random,
              )
            : NO_LINE,
        );
        this.upward.push(
          r < rows
            ? fractal(
                this.corner(c, r),
                this.corner(c, r + 1),
                segments,
                rough(c === 0 || c === cols),
                random,
              )
            : NO_LINE,
        );
      }
    }
  }

  /** The ring of quad (c, r), anticlockwise, flat. */
  ring(c: number, r: number): number[] {
    const at = (col: number, row: number) => row * (this.cols + 1) + col;
    return [
      ...forward(this.across[at(c, r)]!),
      ...forward(this.upward[at(c + 1, r)]!),
      ...backward(this.across[at(c, r + 1)]!),
      ...backward(this.upward[at(c, r)]!),
    ];
  }

  middle(c: number, r: number): [number, number] {
    const [ax, ay] = this.corner(c, r);
    const [bx, by] = this.corner(c + 1, r + 1);
    return [(ax + bx) / 2, (ay + by) / 2];
  }

  private corner(c: number, r: number): [number, number] {
    return this.corners[r * (this.cols + 1) + c]!;
  }
}

const NO_LINE = new Float64Array(0);
/**
 * A midpoint moves sideways by at most this share of its segment, less at each finer step, and less
 * beside the ends, so that lines cross neither themselves nor those that they meet at a corner.
 */
const ROUGHNESS = 0.15;
const FINER = 0.85;
const BESIDE_END = 0.15;

function jitteredCorners(
  [minX, minY, maxX, maxY]: readonly [number, number, number, number],
  cols: number,
  rows: number,
  random: () => number,
): [number, number][] {
  const corners: [number, number][] = [];
  for (let r = 0; r <= rows; r++) {
    for (let c = 0; c <= cols; c++) {
      const jitterX = c === 0 || c === cols ? 0 : 0.4 * (random() - 0.5);
      const jitterY = r === 0 || r === rows ? 0 : 0.4 * (random() - 0.5);
      corners.push([
        minX + ((maxX - minX) * (c + jitterX)) / cols,
        minY + ((maxY - minY) * (r + jitterY)) / rows,
      ]);
    }
  }
  return corners;
}

/** Midpoint displacement from a to b; `segments` is a power of two; both ends included. */
export function fractal(
  a: readonly [number, number],
  b: readonly [number, number],
  segments: number,
  roughness: number,
  random: () => number,
): Float64Array {
  const line = new Float64Array(2 * (segments + 1));
  line.set(a, 0);
  line.set(b, 2 * segments);
  let reach = roughness;
  for (let step = segments; step > 1; step /= 2, reach *= FINER) {
    for (let i = 0; i < segments; i += step) {
      const [ax, ay] = [line[2 * i]!, line[2 * i + 1]!];
      const [bx, by] = [line[2 * (i + step)]!, line[2 * (i + step) + 1]!];
      const calm = i === 0 || i + step === segments ? BESIDE_END : 1;
      const shift = calm * reach * 2 * (random() - 0.5);
      line[2 * i + step] = (ax + bx) / 2 - shift * (by - ay);
      line[2 * i + step + 1] = (ay + by) / 2 + shift * (bx - ax);
    }
  }
  return line;
}

/** All points but the last. */
function forward(line: Float64Array): number[] {
  return Array.from(line.subarray(0, line.length - 2));
}

/** All points but the first, from the end. */
function backward(line: Float64Array): number[] {
  const points: number[] = [];
  for (let i = line.length - 2; i > 0; i -= 2) points.push(line[i]!, line[i + 1]!);
  return points;
}
