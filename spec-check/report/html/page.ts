import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { megabytes } from '../../model/format.ts';
import { type CheckResult, type Report, worstFirst } from '../../model/report.ts';
import { escapeXml as text } from '../printable.ts';
import { type RunRecord, seconds } from '../record.ts';
import { explanation, type Row, rowsOf, shownStatus, verdict } from '../report-text.ts';
import { script } from './script.ts';
import { largestFiles, treemap } from './treemap.ts';

const style = readFileSync(new URL('page.css', import.meta.url), 'utf8');

export function html(record: RunRecord): string {
  const { report, before, layers, spans, log } = record;
  const { spec, image, engine, summary, run } = report;
  const files = largestFiles(report);
  const lines = log.map(({ at, message }) => `${seconds(at).padStart(8)}  ${text(message)}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; script-src 'sha256-${hash('sha256', script, 'base64')}'">
<title>${text(`${verdict(report)} ${spec.title}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(spec.title)}</h1>
<p class="verdict ${summary.pass + summary.waived === report.items.length ? 'holds' : 'fails'}">${text(verdict(report))}</p>
</header>
<main>
${section('promises', 'Criteria and constraints', promises(report))}
${section('timeline', 'What ran when', timeline(spans))}
${before.length === 0 ? '' : section('trend', 'Trend', trend([...before, report]))}
${layers.length === 0 ? '' : section('layers', 'Layers of the image', layersOf(record))}
${files.length === 0 ? '' : section('files', 'What takes the room', treemap(files))}
${section('log', 'Log', `<details><summary>${log.length} lines</summary><pre tabindex="0" aria-label="Log">${lines.join('\n')}</pre></details>`)}
</main>
<footer>
<dl>
${fact('Spec', `${spec.path}, SHA-256 ${spec.sha256}`)}
${image === null ? '' : fact('Image', `${image.reference}, ${image.id}`)}
${engine === null ? '' : fact('Engine', `Docker ${engine.version}, ${engine.host}`)}
${fact('Took', seconds(summary.seconds * 1000))}
${run === undefined ? '' : fact('Run', `${run.finished}, spec-check ${run.version}${run.commit === null ? '' : `, commit ${run.commit}`}`)}
</dl>
</footer>
<script>${script}</script>
</body>
</html>
`;
}

const section = (id: string, title: string, content: string): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}\n</section>`;

const fact = (name: string, value: string) => `<div><dt>${name}</dt><dd>${text(value)}</dd></div>`;

function promises(report: Report): string {
  const { rows, worst, substitutes } = rowsOf(report);
  const lines = worst.map(
    (row) =>
      `<tr role="row" id="${text(row.id)}" data-status="${row.status}"><th role="rowheader" scope="row"><a href="#${text(row.id)}">${text(row.label).replace(/`([^`]+)`/g, '<code>$1</code>')}</a></th><td role="cell"><span class="status ${row.status}">${row.shown}</span></td><td role="cell"><p>${text(row.noted)}</p>${gauge(row)}${checksOf(row)}${issueOf(row)}</td></tr>`,
  );
  const chips = worstFirst.flatMap((status) => {
    const { length } = rows.filter((row) => row.status === status);
    return length === 0
      ? []
      : `<button type="button" aria-pressed="false" data-only="${status}" class="${status}">${status} ${length}</button>`;
  });
  const used = substitutes.map((substitute) => `<li>${text(substitute)}</li>`).join('');
  return `<div class="find" hidden>${chips.join('')}<input type="search" aria-label="Search the promises" placeholder="Search"></div>
<table class="promises" role="table" aria-labelledby="promises">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Success Criterion</th><th role="columnheader" scope="col">Status</th><th role="columnheader" scope="col">Evidence</th></tr></thead>
<tbody role="rowgroup">
${lines.join('\n')}
</tbody>
</table>
${used === '' ? '' : `<p>Substitutes used (<code>--strict</code> accepts no stand-in):</p>\n<ol class="stand-ins">${used}</ol>`}`;
}

const gauge = ({ checks }: Row): string =>
  checks
    .map(({ measured: { bytes, limitBytes } }) =>
      typeof bytes === 'number' && typeof limitBytes === 'number'
        ? `<meter min="0" max="${Math.max(bytes, limitBytes)}" high="${limitBytes}" value="${bytes}" aria-label="${megabytes(bytes)} of ${megabytes(limitBytes)}"></meter>`
        : '',
    )
    .join('');

function issueOf(row: Row): string {
  if (row.status === 'PASS' || row.status === 'WAIVED') return '';
  const told = row.checks.flatMap(explanation).map(([name, value]) => `${name}: ${value}`);
  const issue = [`${row.status}: ${row.label}`, row.evidence, ...told, `${row.spec}:${row.line}`];
  return `<div class="command"><pre hidden>${text(issue.join('\n\n'))}</pre><button type="button" hidden>Copy as issue</button></div>`;
}

function checksOf({ status, checks }: Row): string {
  if (checks.length === 0) return '';
  return `<details${status === 'PASS' ? '' : ' open'}><summary>How it was proven</summary>${checks.map(checkOf).join('')}</details>`;
}

function checkOf(check: CheckResult): string {
  const { sequence, largestFiles: _, ...figures } = check.measured;
  const measured = Object.entries(figures)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  const parts = [...explanation(check), ...(measured === '' ? [] : [['measured', measured]])].map(
    ([name, value = '']) =>
      `<dt>${name}</dt><dd>${name === 'try it' ? `<div class="command"><pre tabindex="0" aria-label="Command">${text(value)}</pre><button type="button" hidden>Copy</button></div>` : `<pre>${text(value)}</pre>`}</dd>`,
  );
  if (Array.isArray(sequence))
    parts.push(
      `<dt>requests</dt><dd><details><summary>The first ${sequence.length}</summary><pre>${text(sequence.join('\n'))}</pre></details></dd>`,
    );
  return `<h3>${text(check.check)} <span class="status ${check.status}">${shownStatus(check)}</span> ${seconds(check.seconds * 1000)}</h3><dl class="check">${parts.join('')}</dl>`;
}

function timeline(spans: RunRecord['spans']): string {
  const total = Math.max(1, ...spans.map(({ end }) => end));
  const rows = spans.map(({ name, start, end, status = 'resource' }) => ({
    ...{ name: text(name), cells: [seconds(start), seconds(end - start)] },
    ...{ kind: status, from: start / total, to: end / total },
  }));
  return chart('timeline', ['What', 'From', 'Took', `0 to ${seconds(total)}`], rows);
}

/** The latest runs of the spec: how many promises held, and what the image and the run weighed. */
function trend(reports: readonly Report[]): string {
  const rows = reports.slice(-30).map(({ run, items, image, summary, exitCode }) => {
    const held = summary.pass + summary.waived;
    const when = run ? `${run.finished.slice(0, 16).replace('T', ' ')} UTC` : 'an older version';
    const [commit = ''] = /^[0-9a-f]{8}/.exec(run?.commit ?? '') ?? [];
    const name = text(`${when} ${commit}`);
    const kind = exitCode === 0 ? 'PASS' : 'FAIL';
    const size = image === null ? '' : megabytes(image.bytes);
    const cells = [`${held} of ${items.length}`, size, seconds(summary.seconds * 1000)];
    return { name, kind, cells, from: 0, to: held / Math.max(1, items.length) };
  });
  return chart('trend', ['Run', 'Hold', 'Image', 'Took', 'Promises that hold'], rows);
}

function layersOf({ layers }: RunRecord): string {
  const shown = layers.filter(({ bytes }) => bytes > 0);
  const largest = Math.max(1, ...shown.map(({ bytes }) => bytes));
  const sum = layers.reduce((total, { bytes }) => total + bytes, 0);
  const rows = [...shown, { bytes: sum, instruction: 'All' }].map(({ bytes, instruction }) => ({
    ...{ name: `<code>${text(instruction)}</code>`, cells: [`${(bytes / 1e6).toFixed(2)} MB`] },
    ...{ kind: 'resource', from: 0, to: Math.min(1, bytes / largest) },
  }));
  return chart('layers', ['Made by', 'Unpacked', 'Beside the largest'], rows);
}

/** A table whose last column is a bar, which begins and ends at parts of the width. */
function chart(
  id: string,
  head: readonly string[],
  rows: readonly { name: string; cells: string[]; kind: string; from: number; to: number }[],
): string {
  const percent = (part: number) => `${(part * 100).toFixed(2)}%`;
  const lines = rows.map(({ name, cells, kind, from, to }) => {
    // SVG takes its figures from attributes: a style attribute would need a wider policy.
    const bar = `<svg width="100%" height="14" aria-hidden="true"><rect class="${kind}" x="${percent(from)}" width="${percent(Math.max(to - from, 1 / 400))}" y="2" height="10" rx="2"></rect></svg>`;
    return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}<td class="bar">${bar}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}"><table class="chart">
<thead><tr>${head.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>`;
}
