import { createHash } from 'node:crypto';
import type { CheckResult, ReportItem, Status } from '../../model/report.ts';
import { criticalPath, type RunRecord, type Span } from '../record.ts';
import { explanation, label, numbersOf, ordered, shownStatus, verdict } from '../report-text.ts';
import { escapeXml as text } from '../xml.ts';
import { markedSpec } from './marked-spec.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/**
 * The whole run in one file that needs no network: the table, the spec word for word, evidence with the
 * commands to see it by hand, what ran when, the image's layers, the log.
 */
export function html(record: RunRecord): string {
  const { report, layers, spans, log } = record;
  const { spec, image, engine, summary } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${sha256(style)}'; script-src 'sha256-${sha256(script)}'">
<title>${text(`${verdict(report)} ${spec.title}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(spec.title)}</h1>
<p class="verdict ${summary.pass + summary.waived === report.items.length ? 'holds' : 'fails'}">${text(verdict(report))}</p>
<ul class="counts">${counts(report.items)}</ul>
</header>
<main>
${section('promises', 'Criteria and constraints', promises(report.items.length === 0 ? [] : ordered(report)))}
${section('spec', 'The spec, word for word', markedSpec(record))}
${section('timeline', 'What ran when', timeline(spans))}
${layers.length === 0 ? '' : section('layers', 'Layers of the image', layersOf(record))}
${section('log', 'Log', `<details><summary>${log.length} lines</summary><pre tabindex="0" aria-label="Log">${log.map(({ at, message }) => `${seconds(at).padStart(8)}  ${text(message)}`).join('\n')}</pre></details>`)}
</main>
<footer>
<dl>
${fact('Spec', `${spec.path}, SHA-256 ${spec.sha256}`)}
${image === null ? '' : fact('Image', `${image.reference}, ${image.id}`)}
${engine === null ? '' : fact('Engine', `Docker ${engine.version}, ${engine.host}`)}
${fact('Took', seconds(summary.seconds * 1000))}
</dl>
</footer>
<script>${script}</script>
</body>
</html>
`;
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('base64');
}

function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}\n</section>`;
}

function fact(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd>${text(value)}</dd></div>`;
}

function counts(items: readonly ReportItem[]): string {
  const byStatus = Map.groupBy(items, shownStatus);
  return [...byStatus]
    .map(
      ([status, { length, 0: first }]) =>
        `<li class="${first?.status ?? ''}">${length} ${text(status)}</li>`,
    )
    .join('');
}

function promises(items: readonly ReportItem[]): string {
  const notes = new Map<string, number>();
  const rows = items.map(
    (item) =>
      `<tr role="row"><th role="rowheader" scope="row">${text(label(item))}</th><td role="cell"><span class="status ${item.status}">${shownStatus(item)}</span></td><td role="cell">${evidence(item, notes)}</td></tr>`,
  );
  return `<table class="promises" role="table" aria-labelledby="promises">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Success Criterion</th><th role="columnheader" scope="col">Status</th><th role="columnheader" scope="col">Evidence</th></tr></thead>
<tbody role="rowgroup">
${rows.join('\n')}
</tbody>
</table>
${substitutesOf([...notes.keys()])}`;
}

/** Each substitute is named once, below the table, by its number. */
function evidence(item: ReportItem, notes: Map<string, number>): string {
  const more = item.checks.length === 0 ? '' : checksOf(item);
  return `<p>${text([item.evidence, ...numbersOf(item, notes)].join(' '))}</p>${more}`;
}

function substitutesOf(substitutes: readonly string[]): string {
  if (substitutes.length === 0) return '';
  return `<p>Substitutes used (<code>--strict</code> accepts no stand-in):</p>
<ol class="stand-ins">${substitutes.map((substitute) => `<li>${text(substitute)}</li>`).join('')}</ol>`;
}

function checksOf({ status, checks }: ReportItem): string {
  return `<details${status === 'PASS' ? '' : ' open'}><summary>How it was proven</summary>${checks.map(checkOf).join('')}</details>`;
}

function checkOf(check: CheckResult): string {
  const parts = explanation(check).map(
    ([name, value]) =>
      `<dt>${name}</dt><dd>${name === 'try it' ? copyable(value) : `<pre>${text(value)}</pre>`}</dd>`,
  );
  const measured = Object.entries(check.measured)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return `<h3>${text(check.check)} <span class="status ${check.status}">${shownStatus(check)}</span> ${seconds(check.seconds * 1000)}</h3><dl class="check">${parts.join('')}${measured === '' ? '' : `<dt>measured</dt><dd>${text(measured)}</dd>`}</dl>`;
}

function copyable(command: string): string {
  return `<div class="command"><pre tabindex="0" aria-label="Command">${text(command)}</pre><button type="button" hidden>Copy</button></div>`;
}

function timeline(spans: readonly Span[]): string {
  const path = criticalPath(spans);
  const total = Math.max(1, ...spans.map(({ end }) => end));
  const percent = (ms: number) => `${((ms / total) * 100).toFixed(2)}%`;
  const rows = spans.map((span) => {
    const decides = path.includes(span);
    const kind = span.kind === 'resource' ? 'resource' : (span.status ?? '');
    // SVG takes its figures from attributes: a style attribute would need a wider policy.
    const bar = `<svg width="100%" height="14" aria-hidden="true"><rect class="${kind as Status}" x="${percent(span.start)}" width="${percent(Math.max(span.end - span.start, total / 400))}" y="2" height="10" rx="2"></rect></svg>`;
    return `<tr${decides ? ' class="decides"' : ''}><th scope="row">${text(span.name)}${decides ? ' <span title="decides how long the run takes">★</span>' : ''}</th><td>${seconds(span.start)}</td><td>${seconds(span.end - span.start)}</td><td class="bar">${bar}</td></tr>`;
  });
  const chain = path.map(({ name, start, end }) => `${text(name)} ${seconds(end - start)}`);
  return `<p>★ What decides how long the run takes: ${chain.join(' → ')}.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="timeline"><table class="chart">
<thead><tr><th scope="col">What</th><th scope="col">From</th><th scope="col">Took</th><th scope="col">0 to ${seconds(total)}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function layersOf({ layers }: Pick<RunRecord, 'layers'>): string {
  const shown = layers.filter(({ bytes }) => bytes > 0);
  const largest = Math.max(1, ...shown.map(({ bytes }) => bytes));
  const rows = shown.map(
    ({ bytes, instruction }) =>
      `<tr><th scope="row"><code>${text(instruction)}</code></th><td>${megabytes(bytes)}</td><td class="bar"><svg width="100%" height="14" aria-hidden="true"><rect class="resource" x="0" y="2" width="${((bytes / largest) * 100).toFixed(2)}%" height="10" rx="2"></rect></svg></td></tr>`,
  );
  const sum = layers.reduce((total, { bytes }) => total + bytes, 0);
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="layers"><table class="chart">
<thead><tr><th scope="col">Made by</th><th scope="col">Unpacked</th><th scope="col">Beside the largest</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
<tfoot><tr><th scope="row">All</th><td>${megabytes(sum)}</td><td></td></tr></tfoot></table></div>`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
