/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: unknown): string {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root{color-scheme:light dark;--line:#8886;--soft:#8881;--accent:#0b6e4f}
@media (prefers-color-scheme:dark){:root{--accent:#5fd0a8}}
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:break-word}
h1{line-height:1.2;margin:.2em 0}h2{margin-top:2.2em;border-bottom:1px solid var(--line)}h3{margin:1.6em 0 .3em}
a{color:var(--accent)}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{background:var(--soft);padding:.7rem;overflow:auto;border-radius:6px;max-height:30rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.25rem .7rem .25rem 0;border-bottom:1px solid var(--line)}
.method{display:inline-block;min-width:3.2rem;font-weight:700;color:var(--accent)}
.notice{border-left:4px solid #c60;padding:.4rem .9rem;background:#c601}
details{margin:.4rem 0}summary{cursor:pointer}`;

/** A whole page; `body` is HTML already. Nothing is loaded from anywhere. */
export function htmlPage(title: string, body: string, language: 'id' | 'en' = 'id'): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body>${body}</body></html>
`;
}
