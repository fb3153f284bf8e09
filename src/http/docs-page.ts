import { escapeHtml, htmlPage } from './html.ts';

/** The parts of an OpenAPI document that the page shows. */
export interface OpenApi {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description: string; readonly content?: Content }>
  >;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly description?: string;
}

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
type Schema = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The documentation as one page of plain HTML: every route, its parameters, bodies and answers. */
export function docsPage(api: OpenApi): string {
  const operations = operationsOf(api);
  const tags = [...new Set(operations.map((o) => o.tag))];
  const sections = tags.map((tag) => {
    const own = operations.filter((o) => o.tag === tag);
    return `<h2>${escapeHtml(tag)}</h2>${own.map((o) => operationHtml(o, api)).join('')}`;
  });
  const schemas = Object.entries(api.components?.schemas ?? {});
  return htmlPage(
    `${api.info.title} - API`,
    `<h1>${escapeHtml(api.info.title)}</h1><p>${escapeHtml(api.info.description ?? '')}</p>
<p>Version ${escapeHtml(api.info.version)} · <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1) · <a href="/">beranda / home</a></p>
${contentsHtml(operations)}${sections.join('')}
<h2 id="schemas">schemas</h2>${schemas.map(([name, schema]) => schemaHtml(name, schema)).join('')}`,
  );
}

interface Listed {
  readonly path: string;
  readonly method: string;
  readonly tag: string;
  readonly operation: Operation;
}

function operationsOf(api: OpenApi): Listed[] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((m) => item[m]).map((method) => {
      const operation = item[method]!;
      return { path, method, tag: operation.tags?.[0] ?? 'other', operation };
    }),
  );
}

function anchorOf({ method, path }: Listed): string {
  return `${method}${path.replace(/[^a-z0-9]+/gi, '-')}`;
}

function contentsHtml(operations: readonly Listed[]): string {
  const rows = operations.map(
    (o) =>
      `<tr><td><a href="#${anchorOf(o)}"><span class="method">${o.method.toUpperCase()}</span> <code>${escapeHtml(o.path)}</code></a></td><td>${escapeHtml(o.operation.summary ?? '')}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function operationHtml(listed: Listed, api: OpenApi): string {
  const { operation } = listed;
  const head = `<h3 id="${anchorOf(listed)}"><span class="method">${listed.method.toUpperCase()}</span> <code>${escapeHtml(listed.path)}</code></h3><p>${escapeHtml(operation.summary ?? '')}</p>`;
  const body = operation.requestBody
    ? `<h4>Body</h4>${contentHtml(operation.requestBody.content)}${exampleHtml(operation, api)}`
    : '';
  return head + parametersHtml(operation.parameters ?? []) + body + responsesHtml(operation);
}

/** The example of a body, or the first of its named schema. */
function exampleHtml({ requestBody }: Operation, api: OpenApi): string {
  const media = requestBody?.content['application/json'];
  const ref = media?.schema?.$ref;
  const name = typeof ref === 'string' ? ref.split('/').at(-1)! : '';
  const schema = api.components?.schemas?.[name];
  return preHtml(media?.example ?? (schema?.examples as unknown[] | undefined)?.[0]);
}

function preHtml(example: unknown): string {
  return example === undefined ? '' : `<pre>${escapeHtml(readable(example))}</pre>`;
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map((p) => {
    const about = p.description ?? (p.schema?.description as string | undefined) ?? '';
    return `<tr><td><code>${escapeHtml(p.name)}</code></td><td>${escapeHtml(p.in)}${p.required ? ', required' : ''}</td><td>${typeHtml(p.schema ?? {})}</td><td>${escapeHtml(about)}</td></tr>`;
  });
  return `<h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>type</th><th>meaning</th></tr>${rows.join('')}</table>`;
}

function responsesHtml(operation: Operation): string {
  const rows = Object.entries(operation.responses ?? {}).map(
    ([status, r]) =>
      `<tr><td><code>${escapeHtml(status)}</code></td><td>${escapeHtml(r.description)}${contentHtml(r.content ?? {})}</td></tr>`,
  );
  return `<h4>Answers</h4><table>${rows.join('')}</table>`;
}

function contentHtml(content: Content): string {
  return Object.entries(content)
    .map(([type, { schema, example }]) => {
      const shape = schema ? typeHtml(schema) : '';
      const inline = schema && isObjectSchema(schema) ? detailsHtml(schema) : '';
      // Of a named schema, which has no example of its own.
      const shown =
        example === undefined || inline !== ''
          ? ''
          : `<details><summary>example</summary>${preHtml(example)}</details>`;
      return `<div><code>${escapeHtml(type)}</code> ${shape}${inline}${shown}</div>`;
    })
    .join('');
}

function isObjectSchema(schema: Schema): boolean {
  return typeof schema.properties === 'object';
}

/** JSON over several lines, each pair of coordinates on one. */
function readable(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/g, '[$1, $2]');
}

function detailsHtml(schema: Schema): string {
  return `<details><summary>schema</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`;
}

/** A type in words, with links to named schemas. */
function typeHtml(schema: Schema): string {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1)!;
    return `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  }
  const options = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (options) return options.map(typeHtml).join(' | ');
  if (schema.enum)
    return (schema.enum as unknown[]).map((v) => `<code>${escapeHtml(v)}</code>`).join(' | ');
  if (schema.type === 'array') return `list of ${typeHtml((schema.items ?? {}) as Schema)}`;
  return escapeHtml(schema.type ?? 'anything');
}

function schemaHtml(name: string, schema: Schema): string {
  const required = new Set((schema.required ?? []) as string[]);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const rows = properties.map(
    ([key, value]) =>
      `<tr><td><code>${escapeHtml(key)}</code></td><td>${required.has(key) ? 'always' : 'optional'}</td><td>${typeHtml(value)}${isObjectSchema(value) ? detailsHtml(value) : ''}</td><td>${escapeHtml(value.description ?? '')}</td></tr>`,
  );
  const examples = ((schema.examples ?? []) as unknown[]).map(
    (example) => `<h4>Example</h4><pre>${escapeHtml(readable(example))}</pre>`,
  );
  return `<h3 id="schema-${escapeHtml(name)}">${escapeHtml(name)}</h3><p>${escapeHtml(schema.description ?? '')}</p><table>${rows.join('')}</table>${examples.join('')}`;
}
