import type { Result } from '../../base/problem.ts';
import type { Settings } from '../../base/settings.ts';
import type { Database } from '../../database/index.ts';
import { rememberPast } from '../../permit/applications/forecast.ts';
import type { Office } from '../../permit/applications/office.ts';
import { durations } from '../../permit/applications/statistics.ts';
import { loadDeskTables } from '../../permit/applications/tables.ts';
import { documentStore } from '../../permit/documents/document-store.ts';
import { clamScan } from '../../permit/documents/virus-scan.ts';
import { loadDefinition } from '../../permit/index.ts';
import { officeKey, openVault, underKey } from '../../permit/people/index.ts';

/** What an office is opened with. */
export interface OfficePlace extends Pick<Office, 'judge' | 'now'> {
  /** Left out: nobody saves drafts here. */
  readonly readRequest?: Office['readRequest'];
  readonly database: Pick<Database, 'ready'>;
  readonly settings: Pick<Settings, 'home' | 'permit'>;
}

/** The desk with its tables, keys and documents. Throws where the tables of law, which travel with the program, are broken. */
export async function openOffice(place: OfficePlace): Promise<Office> {
  const { database, settings, judge, now, readRequest = () => [] } = place;
  const { home, permit } = settings;
  const definition = sure(loadDefinition());
  const scan = permit.clamav && clamScan(permit.clamav);
  const vault = openVault(sure(await officeKey(permit.dataKey, home)));
  const db = underKey(() => database.ready(), vault);
  return {
    db,
    definition,
    ...sure(loadDeskTables(definition)),
    vault,
    documents: documentStore({ home, mostBytes: permit.documentLimit, scan }),
    judge,
    readRequest,
    now,
    past: rememberPast(async (from) => durations(await db(), { from, to: null, by: 'kind' }), now),
  };
}

function sure<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map((p) => `${p.pointer}: ${p.message.en}`).join('\n'));
}
