import type { Text } from '../base/problem.ts';
import type { PlanVersion } from '../plan/model.ts';
import { escapeHtml, htmlPage } from './html.ts';

/** What this is, which plans it knows, and where to go; `doing` while there are none yet. */
export function homePage(plans: readonly PlanVersion[] | null, doing: Text): string {
  const demonstration = plans?.some((p) => p.manifest.demonstration) ?? false;
  return htmlPage(
    'Si Pejuang',
    `<h1>Si Pejuang</h1>
<p><b>Sistem Informasi Persetujuan Ruang.</b> Menelaah apakah sebuah bidang, kegiatan dan bangunan sesuai dengan rencana tata ruang, dengan luas yang tepat dan pasal di balik setiap temuan. Sistem ini memberi saran; yang memutuskan adalah pejabat.</p>
<p lang="en">Checks whether a parcel, an activity and a building fit the spatial plan, with exact areas and the article behind each finding. It recommends; a person decides.</p>
${demonstration ? DEMONSTRATION : ''}
<h2>Rencana / Plans</h2>${plans ? plansHtml(plans) : `<p>${escapeHtml(doing.id)} / ${escapeHtml(doing.en)}</p>`}
<h2>Untuk pemohon / For applicants</h2><ul>
<li><a href="/track">Lacak berkas</a> dengan nomor resi / <a href="/track?lang=en" lang="en">track a file</a> by its receipt number</li>
<li>Keaslian laporan: buka kode QR-nya, atau alamat /verify/ diikuti kode di halaman pertamanya / <span lang="en">is a report genuine: open its QR code, or the address /verify/ with the code on its first page</span></li></ul>
<h2>API</h2><ul>
<li><a href="/docs">/docs</a> dokumentasi / documentation</li>
<li><a href="/openapi.json">/openapi.json</a> OpenAPI 3.1</li>
<li><a href="/v1/plans">/v1/plans</a> rencana / plans</li>
<li><a href="/v1/activities?q=toko">/v1/activities?q=toko</a> kegiatan / activities</li>
<li><a href="/health">/health</a>, <a href="/metrics">/metrics</a></li></ul>`,
  );
}

const DEMONSTRATION = `<p class="notice"><b>Data peragaan.</b> Rencana yang dimuat berisi data buatan untuk peragaan, bukan rencana tata ruang yang sah. Jangan dipakai untuk keputusan apa pun.<br>
<span lang="en"><b>Demonstration data.</b> The loaded plan is invented for demonstration and is not the legal spatial plan. Decide nothing by it.</span></p>`;

function plansHtml(plans: readonly PlanVersion[]): string {
  const rows = plans.map(({ manifest: m, citation }) => {
    const link = `<a href="/v1/plans/${encodeURIComponent(m.id)}">${escapeHtml(m.id)}</a>`;
    const mark = m.demonstration ? 'peragaan / demonstration' : m.status;
    return `<li>${link}: ${escapeHtml(m.title)} (${escapeHtml(citation)}) - ${escapeHtml(mark)}</li>`;
  });
  return `<ul>${rows.join('')}</ul>`;
}
