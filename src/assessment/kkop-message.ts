import type { Text } from '../base/problem.ts';
import type { Clearance } from '../geometry/obstacle-surfaces-ground.ts';
import type { KkopSurface, KkopSurfaceKind } from '../plan/model.ts';
import type { FindingResult } from './model.ts';
import { fill, metres, num, say } from './wording.ts';

/** Sentences on KKOP surfaces. */

const NAMES: Readonly<Record<KkopSurfaceKind, Text>> = {
  approach: say('permukaan ancangan pendaratan dan lepas landas', 'the approach surface'),
  transition: say('permukaan transisi', 'the transitional surface'),
  inner_horizontal: say('permukaan horizontal dalam', 'the inner horizontal surface'),
  conical: say('permukaan kerucut', 'the conical surface'),
  outer_horizontal: say('permukaan horizontal luar', 'the outer horizontal surface'),
  accident_hazard: say('kawasan kemungkinan bahaya kecelakaan', 'the accident hazard area'),
};

type Known = Extract<Clearance, { state: 'known' }>;

/** What is said of a height: the row that decides, and what was found. */
export interface HeightCase {
  readonly airport: string;
  readonly row: KkopSurface;
  readonly found: Known;
  readonly crs: string;
  readonly result: FindingResult;
  /** Height of the building; null where none is asked about or its height is not given. */
  readonly heightM: number | null;
  readonly asksBuilding: boolean;
}

export function freeText(airport: string): Text {
  return fill(
    say(
      'KKOP {airport}: tidak ada permukaan KKOP di atas bidang ini.',
      'KKOP {airport}: no obstacle limitation surface lies over this parcel.',
    ),
    { airport },
  );
}

export function noGroundText(row: KkopSurface, at: readonly [number, number], crs: string): Text {
  return fill(
    say(
      'KKOP {airport} ({name}): tinggi yang diizinkan tidak diketahui, karena model elevasi tidak memiliki nilai di {place}.{refer}',
      'KKOP {airport} ({name}): the allowed height is unknown, since the elevation model has no value at {place}.{refer}',
    ),
    {
      airport: row.airport,
      name: NAMES[row.surface],
      place: placeText(at, crs),
      refer: referText(row),
    },
  );
}

export function withheldText(airport: string, surface: string): Text {
  return fill(
    say(
      'KKOP {airport}: belum diketahui; isi tabel rencana untuk {surface} tidak dapat dipakai.',
      "KKOP {airport}: unknown; what the plan's tables say of {surface} can't be used.",
    ),
    { airport: airport || '?', surface: surface || 'KKOP' },
  );
}

export function forbidText(row: KkopSurface, areaM2: number, result: FindingResult): Text {
  const what =
    result === 'tidak'
      ? say('tidak boleh ada bangunan di sana.', 'no building is allowed there.')
      : say('jangan mendirikan bangunan di sana.{refer}', 'build nothing there.{refer}');
  return fill(
    say(
      `KKOP {airport}: {area} m² terletak di {name}; ${what.id}`,
      `KKOP {airport}: {area} m² lie in {name}; ${what.en}`,
    ),
    {
      airport: row.airport,
      area: num(areaM2, 2),
      name: NAMES[row.surface],
      refer: referText(row),
    },
  );
}

/** Allowed height, height, and where it is strictest. */
export function heightText(given: HeightCase): Text {
  const { row, found, airport, crs } = given;
  return fill(templateOf(given), {
    airport,
    name: NAMES[row.surface],
    ...figuresOf(given),
    place: placeText(found.at, crs),
    surface: metres(found.surfaceM),
    ground: metres(found.groundM),
    refer: given.result === 'bersyarat' ? referText(row) : '',
  });
}

const templates = new Map<string, Text>();

/** The sentences of a case, joined once for each of the few that there are. */
function templateOf(given: HeightCase): Text {
  const sentence = sentenceOf(given);
  const key = `${given.row.law} ${given.result} ${sentence.id}`;
  let template = templates.get(key);
  if (!template) {
    template = joined(sentence, unofficial(given.row), WHERE, referWhere(given));
    templates.set(key, template);
  }
  return template;
}

/** The figures of `sentenceOf`. */
function figuresOf({ row, found, heightM }: HeightCase): Record<string, Text> {
  if (found.allowedM <= 0) return { above: metres(Math.ceil(-found.allowedM * 100 - 1e-6) / 100) };
  // Rounded down: who builds as high as the sentence says must not break the surface.
  const limit = metres(Math.floor(found.allowedM * 100 + 1e-6) / 100);
  return heightM === null
    ? { limit }
    : { limit, height: metres(heightM), margin: metres(row.marginM) };
}

const WHERE = say(
  'Titik terketat: {place}, permukaan {surface} dan tanah {ground} di atas muka laut.',
  'Strictest at {place}: surface {surface}, ground {ground} above sea level.',
);

function sentenceOf({ found, result, heightM, asksBuilding }: HeightCase): Text {
  if (found.allowedM <= 0) {
    return say(
      'KKOP {airport}: tanah sendiri sudah {above} di atas {name}.',
      'KKOP {airport}: the ground itself is {above} above {name}.',
    );
  }
  if (heightM !== null) return comparison(result);
  return asksBuilding
    ? say(
        'KKOP {airport}: menurut {name} tinggi bangunan paling tinggi {limit} di atas tanah; isi tinggi bangunan pada permohonan.',
        "KKOP {airport}: under {name} a building may be at most {limit} above ground; the request lacks the building's height.",
      )
    : say(
        'KKOP {airport}: menurut {name} tinggi bangunan paling tinggi {limit} di atas tanah.',
        'KKOP {airport}: under {name} a building may be at most {limit} above ground.',
      );
}

function comparison(result: FindingResult): Text {
  if (result === 'lulus') {
    return say(
      'KKOP {airport}: tinggi {height}, paling tinggi {limit} menurut {name}: dipenuhi.',
      'KKOP {airport}: height {height}, at most {limit} under {name}: kept.',
    );
  }
  return result === 'tidak'
    ? say(
        'KKOP {airport}: tinggi {height} melampaui {limit} menurut {name}.',
        'KKOP {airport}: the height {height} exceeds the {limit} that {name} allows.',
      )
    : say(
        'KKOP {airport}: tinggi {height} melampaui atau mendekati {limit} menurut {name} (ketelitian {margin}).',
        'KKOP {airport}: the height {height} exceeds or comes near the {limit} that {name} allows (accuracy {margin}).',
      );
}

function unofficial(row: KkopSurface): Text {
  return row.law
    ? say('', '')
    : say(
        'Permukaan ini bukan penetapan resmi: penyaringan saja.',
        'This surface is not the official one: screening only.',
      );
}

/** The agency is named where it has something to decide. */
function referWhere({ result }: HeightCase): Text {
  return result === 'bersyarat' ? say('{refer}', '{refer}') : say('', '');
}

function referText(row: KkopSurface): Text {
  const agency = row.agency
    ? say(row.agency, row.agency)
    : say('otoritas bandar udara', 'the airport authority');
  return say(` Perlu rekomendasi ${agency.id}.`, ` A recommendation of ${agency.en} is needed.`);
}

function placeText([x, y]: readonly [number, number], crs: string): Text {
  const [e, n] = [num(x, 1), num(y, 1)];
  return say(`x ${e.id}, y ${n.id} (${crs})`, `x ${e.en}, y ${n.en} (${crs})`);
}

function joined(...texts: readonly Text[]): Text {
  const glue = (list: readonly string[]) =>
    list.filter((s) => s !== '').reduce((a, b) => (b.startsWith('{refer}') ? a + b : `${a} ${b}`));
  return { id: glue(texts.map((t) => t.id)), en: glue(texts.map((t) => t.en)) };
}
