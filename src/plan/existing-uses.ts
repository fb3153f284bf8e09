import { type Note, note } from '../base/problem.ts';
import { packFeatures } from '../geometry/rings.ts';
import { isNone, looseCode } from './codes.ts';
import type { Drafts, UseDraft } from './draft.ts';
import { type ReadFeature, readPlaces } from './features.ts';
import { compareText } from './hash.ts';
import type { ExistingUses } from './model.ts';
import { cellText, type OpenLayer, optionalColumn } from './source-layer.ts';

/**
 * Reads what stands there already. A layer that is only screening is left out (noted): screening
 * never stands in for law, so a check that needs such places stays unknown.
 */
export function readExistingUses(layer: OpenLayer, drafts: Drafts): void {
  const columns = (['use', 'activity', 'block'] as const).map((field) =>
    optionalColumn(layer, field, drafts.notes),
  );
  const read = readPlaces(layer, columns, drafts.notes);
  drafts.keys.push({ id: layer.spec.id, keys: read.map((f) => f.key) });
  if (!layer.spec.law) {
    drafts.notes.push(notUsed(layer));
    return;
  }
  const features = read.flatMap((item) => placeOf(item, columns));
  // A layer without a single place has been emptied: it does not say that nothing stands there.
  const complete = read.length > 0 && !read.some((f) => f.lossy);
  if (features.length === 0) drafts.notes.push(empty(layer));
  drafts.uses.push({ complete, features });
}

function placeOf(
  { feature, geometry, key }: ReadFeature<UseDraft['rings']>,
  columns: readonly (string | null)[],
): UseDraft[] {
  if (geometry === null) return [];
  const [use, activity, block] = columns.map((column) => code(cellText(feature, column)));
  return [{ rings: geometry, use: use!, activity: activity!, block: block!, key }];
}

/** Null where nothing is recorded, '' where the data says that there is none (`-`, `Tidak Ada`). */
function code(text: string | null): string | null {
  if (text === null) return null;
  return isNone(text) ? '' : looseCode(text);
}

function empty(layer: OpenLayer): Note {
  return note(
    'layer.no_uses',
    layer.spec.file,
    'Tidak ada satu pun penggunaan yang terbaca; apa yang sudah berdiri tidak diketahui.',
    'Not one existing use could be read; what stands there is unknown.',
  );
}

function notUsed(layer: OpenLayer): Note {
  return note(
    'layer.screening_uses',
    layer.spec.file,
    'Lapisan penggunaan yang ada ini bukan hukum ("law": false), jadi syarat tidak diperiksa dengannya.',
    'This layer of existing uses is no law ("law": false), so no condition is checked by it.',
  );
}

/** All such layers as one, in the order of their content; null where there is none. */
export function freezeUses(layers: Drafts['uses']): ExistingUses | null {
  if (layers.length === 0) return null;
  const all = layers.flatMap((l) => l.features).sort((a, b) => compareText(a.key, b.key));
  return {
    places: packFeatures(all.map((f) => f.rings)),
    use: all.map((f) => f.use),
    activity: all.map((f) => f.activity),
    block: all.map((f) => f.block),
    complete: layers.every((l) => l.complete),
  };
}
