/**
 * What each kind of activity may do where. A line: kind | cell: zones | cell: zones | ...; zones that
 * are not named are X. `R` stands for all of R-1..., `SPU` for all of SPU-..., and so on.
 */
const RULES = `
rumah|I: R C-2 HK|T4: C-1 K-3 SPU-4|T4;B3: K-2 KT SPU-1 SPU-2|B4: P-2 P-3 HPK|T1;B4: P-1|T4;B5: W
rumah_deret|I: R-2 R-3 C|T3: R-4|T3;B2: K-2 K-3|X: R-5
apartemen|I: C-1|B2: C-2 K-1 K-2|T3;B2: R-2|T3;B1: R-3
kos|I: R-2 C-2|T4: R-3 C-1 K-3|T1;B3: R-4 SPU-3.1|B2: K-2
sosial|I: R-2 R-3 SPU C-2|B3: R-4 C-1 K-3|T1: KT
toko|I: K C|T6;B3: R-2 R-3|T6: KT|T3;B2: W
toko_kecil|I: K C R-2|T1: R-3 R-4 SPU-4 W|T1;B3: R-5 KT TR|T2: SPU-2
minimarket|I: K C|T2;T5;T8: R-2|T2;T6: R-3|T1;B3: R-4|B2: W TR KT
toko_besar|I: K-1 K-2|B2: K-3 C-1|T6;B2: C-2 W
mal|B1;B2: K-1|T3;B1: C-1|T6;B2: K-2
pasar|I: K-2|B2: K-1 K-3 C-2|T6;B7: R-2 R-3
berbahaya|B3;B6: K C R-2 R-3 PL-6|T5;B3: R-4
spbu|B1;B2: K C-1|T5;B1: C-2 TR KPI PL-6|T6;B1: R-3 R-4 W
grosir|I: K-1 PL-6|B2: K-2 KPI|T6;B2: C-1
bengkel|I: K-1 K-2 KPI|T2;B7: K-3 C-2 R-3|T6;B7: R-2 C-1|B7: PL-6 TR
kuliner|I: K C W|T2;B2: R-2|T6;B2: R-3 KT|B2: TR SPU-1
kuliner_kecil|I: K C W|T1: R-2 R-3 SPU-4 IK-1|T1;B3: R-4 KT TR|B4: P-2
jasa|I: K C|T2: R-2 KT|T6;B3: R-3|B2: SPU-2
jasa_kecil|I: K C R-2|T1: R-3 R-4|T1;B3: R-5 KT|T2: W SPU-2
hiburan|T2;T7;B3: K-1|T2;B3: W|T5;T7;B3: K-2
hiburan_umum|I: K-1|B2: K-2 C-1 W
hotel|I: W|B1;B2: K-1 C-1|T6;B1: K-2 C-2
hotel_kecil|I: W K-1 K-2|B2: C-1 C-2 K-3|T6;B3: R-3
wisma|I: W C-2 K-3|T1: R-2 R-3|T1;B3: R-4 R-5|B4: P-3
gedung|I: K-1|B2: K-2 C-1 KT SPU-1 W
kantor|I: KT K-1 K-2 C-1|B2: K-3 C-2 SPU-1|T6: R-2
kantor_kecil|I: KT K C|T1: R-2 R-3|T1;B3: R-4
pemerintah|I: KT SPU-1 SPU-2|B2: C-1 C-2 K-2|T6: R-2 R-3|I: HK
pemerintah_kecil|I: KT SPU R C|T1: K-3 P-2|T1: RTNH
hankam|I: HK|B3: KT
sekolah_kecil|I: SPU-3.1 SPU-4 R-2 R-3|T4: R-4 C-2|B2: SPU-2 C-1 KT|T6;B2: K-3
sekolah|I: SPU-1 SPU-2 SPU-3.1|B2: R-2 R-3 C-2|T6;B2: R-4 K-2
kampus|I: SPU-1 SPU-3.1|B1;B2: KT C-1 C-2|T6;B1: R-3
kesehatan|I: SPU-1 SPU-2 SPU-3.2|B7: R-2 R-3 C K|T1;B7: R-4
rumah_sakit|B1;B2: SPU-1|B1;B7: SPU-3.2 C-1 K-1|T6;B1: KT
ibadah|I: SPU-1 SPU-2 SPU-3.3|B3: R C K|T3: KT SPU-3.1 SPU-4|T1;B3: W HK TR
ibadah_kecil|I: SPU R C K KT|T1: W HK TR KPI PL-6|T1;B3: P-2
olahraga|I: SPU-1|B2: SPU-2 C-1 W RTNH|T3;B2: RTH-2
lapangan|I: SPU RTNH R|T3: RTH-2 RTH-3 RTH-4 RTH-5|B2: C-2 W
taman|I: *|X: BA BJ
makam|I: RTH-7|B3: R-4 R-5 P-3|X: PS
wisata|I: W|T3: RTH-1 RTH-2 EM PS|B8: HL HP|B4: P-3 IK-2
agrowisata|I: P-2 P-3 W|B4: P-1 R-5|T1: RTH-1
industri_kecil|I: KPI|T1;B7: R-2 R-3 K-3 C-2|T1: W PL-6
industri|I: KPI|B7: PL-6|T1;B7: IK-1
industri_besar|B1: KPI
gudang|I: PL-6 KPI|B2: K-1 TR|T1;B2: K-2 IK-1|T1;B4: P-2
transportasi|I: TR|B1;B2: K-1 K-2
pelabuhan|B1: TR|B1: IK-1
bandara|B1: TR HK
parkir|I: K C KT TR RTNH|B2: W SPU-1 SPU-2
utilitas|I: *|T1: HL EM PS
menara|B3;B5: R K C KT SPU KPI W TR PL-6 P-2 P-3|T5;B5: RTH-1 RTNH|B5: HK PTL PL-3 PL-4 PP
utilitas_besar|I: PTL PL-3|B3: R-4 R-5 KPI PL-4 PL-6 SPU-1|T1: P-3
pembangkit|B1: PTL|B1: KPI
limbah|I: PL-4|B1: KPI PP|T5;B1: SPU-1
tps|I: PP|T1;B3: R K C RTNH|B7: KPI PL-6
tpa|B1: PP
tani|I: P R-4 R-5|T3: R-3 HPK HP|T1: RTH-1 RTH-8|B4: KPI
ternak|I: P-3|T5;B7: P-2 R-5|B7: KPI
ikan|I: IK|B1: EM|T1: BA W|B4: P-1
tambang|B1: HPK|T3;B1: P-3
`;

interface Rule {
  readonly cell: string;
  readonly zones: readonly string[];
}

const BY_KIND: ReadonlyMap<string, readonly Rule[]> = new Map(
  RULES.trim()
    .split('\n')
    .map((line) => {
      const [kind, ...rules] = line.split('|') as [string, ...string[]];
      return [
        kind,
        rules.map((rule) => {
          const [cell, zones] = rule.split(': ') as [string, string];
          return { cell, zones: zones.split(' ') };
        }),
      ];
    }),
);

/** The cell of a kind of activity in a zone; the last rule that names the zone holds. */
export function useCell(kind: string, zone: string): string {
  const rules = BY_KIND.get(kind);
  if (!rules) throw new Error(`no rules for the kind of activity ${kind}`);
  let cell = 'X';
  for (const rule of rules) {
    if (rule.zones.some((z) => z === '*' || z === zone || zone.startsWith(`${z}-`)))
      cell = rule.cell;
  }
  return cell;
}
