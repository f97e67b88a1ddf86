import type { RunRecord } from './record.ts';
import { explained, fromCheckout, looks, type Row, rowsOf, verdict } from './report-text.ts';

/** SARIF 2.1.0 for code scanning: a result for every promise, with the spec's line, and the Dockerfile's where one is at fault. */
export function sarif({ report, catalogue }: RunRecord): string {
  const results = rowsOf(report).rows.flatMap(resultsOf);
  const used = [...new Set(results.map(({ ruleId }) => ruleId))];
  const rules = used.map((id) => {
    const check = catalogue.find((known) => known.id === id);
    return {
      id,
      shortDescription: { text: check?.title ?? 'The sentence is understood as a whole' },
      fullDescription: { text: check?.proof ?? 'What is not fully understood is never passed.' },
    };
  });
  const run = {
    tool: { driver: { name: 'spec-check', rules } },
    columnKind: 'utf16CodeUnits',
    properties: { verdict: verdict(report) },
    results: results.map((result) => ({ ...result, ruleIndex: used.indexOf(result.ruleId) })),
  };
  const $schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  return JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, null, 2);
}

function resultsOf(item: Row) {
  const failed = item.checks.filter(({ status }) => status === 'FAIL');
  return (failed.length === 0 ? [undefined] : failed).map((failure) => {
    const { check: ruleId = 'spec' } = failure ?? item.checks[0] ?? {};
    const { dockerfile = 'Dockerfile', dockerfileLine: line = null } = failure ?? {};
    const message = failure ? `${failure.evidence}\n${explained(failure)}` : item.evidence;
    const blamed = line === null ? [] : [locationOf(dockerfile, line)];
    return {
      ruleId,
      // As the standard pairs them: only a `fail` has a level.
      kind: looks[item.status].sarif,
      level: item.status === 'FAIL' ? 'error' : 'none',
      message: { text: `${item.label}: ${message}` },
      locations: [...blamed, locationOf(item.spec, item.line)],
      partialFingerprints: { 'promise/v1': `${item.section}/${item.text}/${ruleId}` },
    };
  });
}

const locationOf = (file: string, startLine: number) => ({
  physicalLocation: {
    artifactLocation: { uri: fromCheckout(file).split('/').map(encodeURIComponent).join('/') },
    region: { startLine },
  },
});
