/** Sub-zones of the invented plan: codes, names and colours as in Permen ATR 14/2021. */
export interface SubZone {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  /** Zone that the sub-zone belongs to. */
  readonly group: string;
  readonly groupName: string;
  readonly protective: boolean;
  readonly color: string;
}

const LIST = `
R-2|Perumahan kepadatan tinggi|Housing, high density|R|Perumahan|tidak|255,220,0
R-3|Perumahan kepadatan sedang|Housing, medium density|R|Perumahan|tidak|255,240,5
R-4|Perumahan kepadatan rendah|Housing, low density|R|Perumahan|tidak|255,250,75
R-5|Perumahan kepadatan sangat rendah|Housing, very low density|R|Perumahan|tidak|255,255,155
K-1|Perdagangan dan jasa skala kota|Trade and services, city scale|K|Perdagangan dan Jasa|tidak|255,100,100
K-2|Perdagangan dan jasa skala WP|Trade and services, planning-area scale|K|Perdagangan dan Jasa|tidak|255,130,130
K-3|Perdagangan dan jasa skala SWP|Trade and services, sub-area scale|K|Perdagangan dan Jasa|tidak|255,165,165
C-1|Campuran intensitas tinggi|Mixed use, high intensity|C|Campuran|tidak|240,85,0
C-2|Campuran intensitas menengah|Mixed use, medium intensity|C|Campuran|tidak|240,115,30
KT|Perkantoran|Offices|KT|Perkantoran|tidak|155,155,155
SPU-1|Sarana pelayanan umum skala kota|Public services, city scale|SPU|Sarana Pelayanan Umum|tidak|125,25,125
SPU-2|Sarana pelayanan umum skala kecamatan|Public services, district scale|SPU|Sarana Pelayanan Umum|tidak|155,50,155
SPU-3.1|Sarana pendidikan skala kelurahan|Education, ward scale|SPU|Sarana Pelayanan Umum|tidak|185,75,185
SPU-3.2|Sarana kesehatan skala kelurahan|Health, ward scale|SPU|Sarana Pelayanan Umum|tidak|185,75,185
SPU-3.3|Sarana peribadatan skala kelurahan|Worship, ward scale|SPU|Sarana Pelayanan Umum|tidak|185,75,185
SPU-4|Sarana pelayanan umum skala RW|Public services, neighbourhood scale|SPU|Sarana Pelayanan Umum|tidak|205,110,205
KPI|Kawasan peruntukan industri|Industry|KPI|Kawasan Peruntukan Industri|tidak|105,0,0
W|Pariwisata|Tourism|W|Pariwisata|tidak|255,165,255
TR|Transportasi|Transport|TR|Transportasi|tidak|215,55,0
HK|Pertahanan dan keamanan|Defence and security|HK|Pertahanan dan Keamanan|tidak|155,0,255
PTL|Pembangkitan tenaga listrik|Power generation|PTL|Pembangkitan Tenaga Listrik|tidak|0,255,205
PL-3|Instalasi pengolahan air minum|Drinking water works|PL|Peruntukan Lainnya|tidak|255,200,105
PL-4|Instalasi pengolahan air limbah|Waste water works|PL|Peruntukan Lainnya|tidak|255,230,135
PL-6|Pergudangan|Warehousing|PL|Peruntukan Lainnya|tidak|55,55,55
PP|Pengelolaan persampahan|Waste management|PP|Pengelolaan Persampahan|tidak|215,155,55
P-1|Tanaman pangan|Food crops|P|Pertanian|tidak|200,245,70
P-2|Hortikultura|Horticulture|P|Pertanian|tidak|230,255,75
P-3|Perkebunan|Plantation|P|Pertanian|tidak|175,175,55
IK-1|Perikanan tangkap|Capture fishery|IK|Perikanan|tidak|100,155,210
IK-2|Perikanan budi daya|Fish farming|IK|Perikanan|tidak|130,185,210
RTH-1|Rimba kota|City forest|RTH|Ruang Terbuka Hijau|ya|55,85,10
RTH-2|Taman kota|City park|RTH|Ruang Terbuka Hijau|ya|65,105,0
RTH-3|Taman kecamatan|District park|RTH|Ruang Terbuka Hijau|ya|70,135,0
RTH-4|Taman kelurahan|Ward park|RTH|Ruang Terbuka Hijau|ya|75,165,0
RTH-5|Taman RW|Neighbourhood park|RTH|Ruang Terbuka Hijau|ya|80,195,0
RTH-6|Taman RT|Pocket park|RTH|Ruang Terbuka Hijau|ya|85,225,0
RTH-7|Pemakaman|Cemetery|RTH|Ruang Terbuka Hijau|ya|90,255,0
RTH-8|Jalur hijau|Green belt|RTH|Ruang Terbuka Hijau|ya|15,245,0
RTNH|Ruang terbuka non-hijau|Open space, paved|RTNH|Ruang Terbuka Non-Hijau|tidak|0,105,105
CB|Cagar budaya|Heritage|CB|Cagar Budaya|ya|255,55,205
PS|Perlindungan setempat|Local protection|PS|Perlindungan Setempat|ya|5,215,215
EM|Ekosistem mangrove|Mangrove|EM|Ekosistem Mangrove|ya|45,150,110
HL|Hutan lindung|Protection forest|HL|Hutan Lindung|ya|50,95,40
HP|Hutan produksi|Production forest|HP|Hutan Produksi|tidak|125,180,55
HPK|Hutan produksi yang dapat dikonversi|Convertible production forest|HPK|Hutan Produksi|tidak|155,225,55
BA|Badan air|Water body|BA|Badan Air|ya|151,219,242
BJ|Badan jalan|Road body|BJ|Badan Jalan|tidak|235,30,30
`;

export const SUB_ZONES: readonly SubZone[] = LIST.trim()
  .split('\n')
  .map((line) => {
    const [code, nameId, nameEn, group, groupName, protective, color] = line.split('|') as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { code, nameId, nameEn, group, groupName, protective: protective === 'ya', color };
  });

export const SUB_ZONE: ReadonlyMap<string, SubZone> = new Map(SUB_ZONES.map((z) => [z.code, z]));
