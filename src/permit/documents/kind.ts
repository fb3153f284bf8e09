/** What a document may be, told by its first bytes and never by its name. */
export interface DocumentKind {
  readonly mediaType: string;
  readonly extension: string;
  /** Bytes that it begins with, from `at` on. */
  readonly magic: readonly { readonly at: number; readonly bytes: readonly number[] }[];
}

/** Text as bytes. */
function ascii(text: string, at = 0) {
  return { at, bytes: [...text].map((sign) => sign.charCodeAt(0)) };
}

/** Signatures: ISO 32000-1 §7.5.2, RFC 2083 §3.1, JFIF/EXIF (ITU T.81 B.1.1.3), PKWARE APPNOTE §4.3.7, TIFF 6.0 §2, DWG release codes. */
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  { mediaType: 'application/pdf', extension: 'pdf', magic: [ascii('%PDF-')] },
  {
    mediaType: 'image/png',
    extension: 'png',
    magic: [{ at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] }],
  },
  { mediaType: 'image/jpeg', extension: 'jpg', magic: [{ at: 0, bytes: [0xff, 0xd8, 0xff] }] },
  { mediaType: 'application/zip', extension: 'zip', magic: [ascii('PK\u0003\u0004')] },
  { mediaType: 'image/tiff', extension: 'tif', magic: [ascii('II*\u0000')] },
  { mediaType: 'image/tiff', extension: 'tif', magic: [ascii('MM\u0000*')] },
  { mediaType: 'image/vnd.dwg', extension: 'dwg', magic: [ascii('AC10')] },
];

/** Bytes that are enough to tell. */
export const KIND_BYTES = 16;

/** The kind of a document by its first bytes; null where it is none of those taken. */
export function kindOf(head: Uint8Array): DocumentKind | null {
  const fits = (kind: DocumentKind) =>
    kind.magic.every(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte));
  return DOCUMENT_KINDS.find(fits) ?? null;
}

/** How names of files of a media type end; null where it is none of those taken. */
export function endingOf(mediaType: string): string | null {
  return DOCUMENT_KINDS.find((kind) => kind.mediaType === mediaType)?.extension ?? null;
}
