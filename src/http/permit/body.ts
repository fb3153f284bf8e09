import type { FastifyReply, FastifyRequest } from 'fastify';
import { hiddenIn } from '../../base/hidden.ts';
import { type Problem, together } from '../../base/problem.ts';
import { isObject, type JsonObject, objectWith, textAt } from '../../request/fields.ts';
import { Problems } from '../../request/problems.ts';
import { sendProblem } from '../problem-json.ts';

/** Of reasons and answers. */
const MOST_TEXT = 10_000;

const SECRETS: ReadonlySet<string> = new Set(['password', 'old', 'next']);

/** Reads a small JSON body field by field; all problems are told at once. */
export class BodyReader {
  readonly #problems = new Problems();
  readonly #object: JsonObject | null;

  constructor(request: FastifyRequest, known: readonly string[]) {
    this.#object = objectWith(request.body ?? {}, known, '', this.#problems);
  }

  /** A text that is not blank; null where left out. */
  text(name: string): string | null {
    const value = this.#object && textAt(this.#object, name, '', this.#problems);
    return value !== null && this.#hides(name, value, 'one') ? null : value;
  }

  /** A text that is needed; '' with a problem where it is left out. */
  needed(name: string): string {
    const value = this.text(name);
    if (value === null && this.#object && !(name in this.#object)) this.#missing(name);
    return value ?? '';
  }

  /** A list of texts; null where left out. */
  texts(name: string): string[] | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null) return null;
    if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value;
    const [id, en] = [`"${name}" harus berupa daftar teks.`, `"${name}" must be a list of texts.`];
    this.#problems.add('type', `/${name}`, id, en, value);
    return null;
  }

  /** A text of up to some pages; null where left out. */
  long(name: string, most = MOST_TEXT): string | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && value.length <= most)
      return this.#hides(name, value, 'many') ? null : value.trim();
    const id = `"${name}" harus berupa teks, paling panjang ${most} huruf.`;
    const en = `"${name}" must be a text of at most ${most} characters.`;
    this.#problems.add('type', `/${name}`, id, en, value);
    return null;
  }

  /** An object of true and false; null where left out. */
  flags(name: string): Readonly<Record<string, boolean>> | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null) return null;
    const sound =
      isObject(value) && Object.values(value).every((flag) => typeof flag === 'boolean');
    if (sound) return value as Readonly<Record<string, boolean>>;
    const id = `"${name}" harus berupa objek yang nilainya true atau false.`;
    this.#problems.add(
      'type',
      `/${name}`,
      id,
      `"${name}" must be an object of true and false.`,
      value,
    );
    return null;
  }

  /** An object; null where left out. */
  object(name: string): JsonObject | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null) return null;
    if (isObject(value)) return value;
    const [id, en] = [`"${name}" harus berupa objek.`, `"${name}" must be an object.`];
    this.#problems.add('type', `/${name}`, id, en, value);
    return null;
  }

  /** The body as it came, for what reads its own parts. */
  rest(): JsonObject {
    return this.#object ?? {};
  }

  flag(name: string): boolean | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? null;
    const [id, en] = [`"${name}" harus true atau false.`, `"${name}" must be true or false.`];
    this.#problems.add('type', `/${name}`, id, en, value);
    return null;
  }

  /** All problems so far. What was given is not repeated: it may be a password, or tell of a person. */
  faults(): Problem[] {
    return this.#problems.all().map(({ given: _, ...problem }) => problem);
  }

  /**
   * Sends 422 with all problems; false where there is none. `more` looks at what the fields say, so that
   * it is told in the same answer.
   */
  refuse(reply: FastifyReply, more: () => readonly Problem[] = () => []): boolean {
    if (!this.#problems.any) return false;
    sendProblem(reply, 422, together(this.faults(), more()));
    return true;
  }

  /** Whether a text has what nobody sees. Secrets are nobody's to see, and are taken as they are. */
  #hides(name: string, value: string, lines: 'one' | 'many'): boolean {
    const found = SECRETS.has(name) ? null : hiddenIn(value, lines);
    if (found === null) return false;
    const id = `"${name}" memuat huruf yang tidak tampak (${found}); hapus huruf itu.`;
    const en = `"${name}" holds a character that does not show (${found}); remove it.`;
    this.#problems.add('text.hidden', `/${name}`, id, en);
    return true;
  }

  #missing(name: string): void {
    const [id, en] = [`Kolom "${name}" wajib diisi.`, `The field "${name}" is needed.`];
    this.#problems.add('field.missing', `/${name}`, id, en);
  }
}
