import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JsonObject, objectWith, textAt } from '../../request/fields.ts';
import { Problems } from '../../request/problems.ts';
import { sendProblem } from '../problem-json.ts';

/** Reads a small JSON body field by field; all problems are told at once. */
export class BodyReader {
  readonly #problems = new Problems();
  readonly #object: JsonObject | null;

  constructor(request: FastifyRequest, known: readonly string[]) {
    this.#object = objectWith(request.body ?? {}, known, '', this.#problems);
  }

  /** A text that is not blank; null where left out. */
  text(name: string): string | null {
    return this.#object && textAt(this.#object, name, '', this.#problems);
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

  flag(name: string): boolean | null {
    const value = this.#object?.[name];
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? null;
    const [id, en] = [`"${name}" harus true atau false.`, `"${name}" must be true or false.`];
    this.#problems.add('type', `/${name}`, id, en, value);
    return null;
  }

  /** Sends 422 with all problems; false where there is none. */
  refuse(reply: FastifyReply): boolean {
    if (!this.#problems.any) return false;
    sendProblem(reply, 422, this.#problems.all());
    return true;
  }

  #missing(name: string): void {
    const [id, en] = [`Kolom "${name}" wajib diisi.`, `The field "${name}" is needed.`];
    this.#problems.add('field.missing', `/${name}`, id, en);
  }
}
