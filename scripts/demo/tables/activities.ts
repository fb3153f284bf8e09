/** Activities of the invented use table: code | Indonesian | English | KBLI 2020 prefixes | kind (see uses.ts). */
export interface DemoActivity {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly kbli: string;
  readonly kind: string;
}

const LIST = `
rumah_tunggal|Rumah tunggal|Detached house||rumah
rumah_kopel|Rumah kopel|Semi-detached house||rumah
rumah_deret|Rumah deret|Terraced house||rumah_deret
rumah_susun|Rumah susun|Public flats||apartemen
apartemen|Apartemen|Apartments|68111|apartemen
rumah_kos|Rumah kos|Boarding house|55199|kos
asrama|Asrama|Dormitory|55900|kos
rumah_dinas|Rumah dinas|Official residence||rumah
panti_asuhan|Panti asuhan|Orphanage|87901|sosial
panti_jompo|Panti jompo|Home for the elderly|87301|sosial
perumahan_pengembang|Perumahan oleh pengembang|Housing estate|41011;68111|rumah_deret
ruko|Rumah toko (ruko)|Shophouse||toko
warung|Warung kelontong|Corner shop|47112|toko_kecil
minimarket|Minimarket|Minimarket|47111|minimarket
supermarket|Supermarket|Supermarket|47111|toko_besar
hypermarket|Hypermarket|Hypermarket|47191|mal
toserba|Toko serba ada|Department store|47191|toko_besar
mal|Pusat perbelanjaan|Shopping centre|68111|mal
pasar_rakyat|Pasar rakyat|Public market||pasar
toko_bangunan|Toko bahan bangunan|Building hardware shop|47521|toko_besar
toko_mebel|Toko mebel|Furniture shop|47591|toko
toko_pakaian|Toko pakaian|Clothes shop|47711|toko
apotek|Apotek|Pharmacy|47721|toko_kecil
pangkalan_lpg|Pangkalan LPG|LPG gas retail|47772|berbahaya
spbu|Stasiun pengisian bahan bakar umum (SPBU)|Fuel station|47301|spbu
grosir|Perdagangan besar|Wholesale|46|grosir
showroom|Ruang pamer kendaraan|Car showroom|451|toko_besar
bengkel_mobil|Bengkel mobil|Car repair shop|45201|bengkel
bengkel_motor|Bengkel sepeda motor|Motorcycle repair shop|45407|bengkel
cuci_kendaraan|Cuci kendaraan|Car wash|45202|bengkel
restoran|Restoran|Restaurant|56101|kuliner
rumah_makan|Rumah makan|Eating house|56102|kuliner_kecil
kedai_makanan|Kedai makanan|Food stall|56103|kuliner_kecil
kafe|Kafe|Café|56303|kuliner
jasa_boga|Jasa boga|Catering|5621|jasa
bar|Bar|Bar|56301|hiburan
kelab_malam|Kelab malam|Night club|56302;93291|hiburan
karaoke|Karaoke|Karaoke|93292|hiburan
bioskop|Bioskop|Cinema|59140|hiburan_umum
panti_pijat|Panti pijat|Massage parlour|96121|hiburan
hotel_bintang|Hotel bintang|Star hotel|55110|hotel
hotel_melati|Hotel melati|Budget hotel|55120|hotel_kecil
pondok_wisata|Pondok wisata|Homestay|55130|wisma
hostel|Penginapan remaja|Hostel|55191|wisma
vila|Vila|Villa|55193|wisma
resor|Resor|Resort||hotel
gedung_pertemuan|Gedung pertemuan|Convention hall|68112|gedung
bank|Bank|Bank|64121|kantor
koperasi|Koperasi simpan pinjam|Savings cooperative|64141|kantor_kecil
kantor_swasta|Kantor swasta|Private office|69;70;71|kantor
kantor_notaris|Kantor notaris dan akuntan|Notary and accountant|69|kantor_kecil
studio_arsitek|Studio arsitek|Architect's studio|71101|kantor_kecil
desain_interior|Desain interior|Interior design|74120|kantor_kecil
biro_perjalanan|Biro perjalanan|Travel agency|79|kantor_kecil
rental_kendaraan|Sewa kendaraan|Vehicle rental|77311|jasa
kurir|Jasa kurir|Courier|53201|jasa
salon|Salon kecantikan|Beauty salon|96112|jasa_kecil
pangkas_rambut|Pangkas rambut|Barber|96111|jasa_kecil
penatu|Penatu|Laundry|96200|jasa_kecil
klinik_hewan|Klinik hewan|Veterinary clinic|75000|jasa
kebugaran|Pusat kebugaran|Fitness centre|93116|jasa
kantor_pemerintah|Kantor pemerintah|Government office|841|pemerintah
kantor_kelurahan|Kantor kelurahan|Ward office||pemerintah_kecil
kantor_polisi|Kantor polisi|Police station|84231|pemerintah
instalasi_militer|Instalasi militer|Military installation|8422|hankam
paud|PAUD dan taman kanak-kanak|Kindergarten|85131;85132|sekolah_kecil
sekolah_dasar|Sekolah dasar|Primary school|85111;85121|sekolah_kecil
smp|Sekolah menengah pertama|Lower secondary school|85112;85122|sekolah
sma|Sekolah menengah atas|Upper secondary school|85210;85220|sekolah
perguruan_tinggi|Perguruan tinggi|University|8531;8532|kampus
kursus|Lembaga kursus|Training course|8549|jasa
puskesmas|Puskesmas|Community health centre|86102|kesehatan
rumah_sakit|Rumah sakit|Hospital|86101;86103|rumah_sakit
klinik|Klinik|Clinic|86104;86105|kesehatan
praktik_dokter|Praktik dokter|Doctor's practice|8620|jasa_kecil
posyandu|Posyandu|Health post||pemerintah_kecil
masjid|Masjid|Mosque||ibadah
musala|Musala|Prayer house||ibadah_kecil
gereja|Gereja|Church||ibadah
kapel|Kapel|Chapel||ibadah_kecil
pura|Pura|Hindu temple||ibadah
wihara|Wihara dan kelenteng|Buddhist and Chinese temple||ibadah
sekretariat_keagamaan|Sekretariat organisasi keagamaan|Religious organisation|94910|kantor_kecil
perpustakaan|Perpustakaan|Library|910|pemerintah_kecil
balai_warga|Balai warga|Community hall||pemerintah_kecil
stadion|Stadion|Stadium|93111|olahraga
lapangan_olahraga|Lapangan olahraga|Sports field|9311|lapangan
kolam_renang|Kolam renang|Swimming pool|93221|olahraga
taman_lingkungan|Taman lingkungan|Neighbourhood park||taman
taman_kota|Taman kota|City park||taman
hutan_kota|Hutan kota|City forest||taman
jalur_hijau|Jalur hijau|Green belt||taman
pemakaman|Taman pemakaman umum|Cemetery||makam
wisata_alam|Wisata alam|Nature tourism||wisata
wisata_pantai|Wisata pantai|Beach tourism|9322|wisata
agrowisata|Agrowisata|Agro-tourism|93231|agrowisata
kawasan_pariwisata|Kawasan pariwisata|Tourism estate|68120|wisata
industri_roti|Industri roti dan kue|Bakery|10710|industri_kecil
industri_batik|Industri tenun dan batik|Weaving and batik|13134|industri_kecil
industri_mebel|Industri mebel kayu|Wooden furniture|31001;16221|industri
industri_es|Industri es dan pengolahan ikan|Ice and fish processing|102|industri
industri_semen|Industri semen|Cement works|239|industri_besar
industri_kimia|Industri kimia|Chemical works|20|industri_besar
gudang|Gudang|Warehouse|52101|gudang
gudang_dingin|Gudang berpendingin|Cold storage|52102|gudang
depo_peti_kemas|Depo peti kemas|Container depot|5210|gudang
terminal|Terminal angkutan|Bus terminal|52211|transportasi
pelabuhan|Pelabuhan laut|Sea port|52221|pelabuhan
bandara|Bandar udara|Airport|52231|bandara
parkir|Gedung dan pelataran parkir|Car park|52215|parkir
halte|Halte|Bus stop||utilitas
menara_bts|Menara telekomunikasi (BTS)|Telecommunication mast|612|menara
gardu_listrik|Gardu listrik|Substation|3511|utilitas_besar
pembangkit_listrik|Pembangkit listrik|Power plant|35111|pembangkit
ipam|Instalasi pengolahan air minum|Drinking water works|36|utilitas_besar
ipal|Instalasi pengolahan air limbah|Waste water works|37|limbah
tps|Tempat penampungan sampah sementara|Waste transfer point|3811|tps
tpa|Tempat pemrosesan akhir sampah|Landfill|382|tpa
pos_keamanan|Pos keamanan|Guard post||utilitas
pemadam|Pos pemadam kebakaran|Fire station||pemerintah_kecil
pertanian_lahan_basah|Pertanian lahan basah|Wet rice farming|0112|tani
pertanian_lahan_kering|Pertanian lahan kering|Dry-land farming|0111|tani
hortikultura|Hortikultura|Horticulture|0113|tani
perkebunan|Perkebunan|Plantation|012|tani
peternakan_ayam|Peternakan ayam|Poultry farm|0146|ternak
peternakan_sapi|Peternakan sapi|Cattle farm|0141|ternak
perikanan_budidaya|Perikanan budi daya|Fish farming|0321;0322|ikan
pendaratan_ikan|Tempat pendaratan ikan|Fish landing||ikan
tambang_batu|Penambangan batu|Quarry|0810|tambang
`;

export const ACTIVITIES: readonly DemoActivity[] = LIST.trim()
  .split('\n')
  .map((line) => {
    const [code, nameId, nameEn, kbli, kind] = line.split('|') as [
      string,
      string,
      string,
      string,
      string,
    ];
    return { code, nameId, nameEn, kbli, kind };
  });
