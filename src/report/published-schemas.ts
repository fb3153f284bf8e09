import { readFileSync } from 'node:fs';
import { once } from '../base/once.ts';

/** A version of the report's schema that was published: it stays as it is for as long as reports of it exist. */
export interface PublishedSchema {
  readonly version: string;
  /** JSON text, draft 2020-12, byte for byte as it was published. */
  readonly text: () => string;
}

/** Every version, oldest first. The files travel with the program. */
export const PUBLISHED_SCHEMAS: readonly PublishedSchema[] = ['v1'].map((version) => ({
  version,
  text: once(() =>
    readFileSync(new URL(`../../data/schemas/report-${version}.json`, import.meta.url), 'utf8'),
  ),
}));
