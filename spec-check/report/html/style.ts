/** Light and dark, phone and paper. Contrast of every pair is at least 4.5 to 1. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --box: #f6f8fa;
  --pass: #116329; --fail: #a40e26; --open: #7d4e00; --error: #6639ba; --bar: #0969da;
  --pass-back: #dafbe1; --fail-back: #ffebe9; --open-back: #fff8c5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b1; --line: #30363d; --box: #161b22;
    --pass: #56d364; --fail: #ff9a93; --open: #e3b341; --error: #d2a8ff; --bar: #58a6ff;
    --pass-back: #0f2d17; --fail-back: #3c1418; --open-back: #342a0b;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
pre, code { font: .85rem/1.45 ui-monospace, monospace; }
pre { margin: 0; white-space: pre-wrap; }
.verdict { font-size: 1.2rem; font-weight: 600; margin: .25rem 0; padding: .5rem .75rem; border-left: .4rem solid; }
.verdict.holds { color: var(--pass); background: var(--pass-back); }
.verdict.fails { color: var(--fail); background: var(--fail-back); }
.PASS { color: var(--pass); fill: var(--pass); }
.FAIL { color: var(--fail); fill: var(--fail); }
.UNVERIFIED, .AMBIGUOUS { color: var(--open); fill: var(--open); }
.ERROR { color: var(--error); fill: var(--error); }
.WAIVED { color: var(--soft); fill: var(--soft); }
.resource { fill: var(--bar); }
.status { font-weight: 600; white-space: nowrap; }
.stand-ins { color: var(--soft); padding-left: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; }
.find { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; }
.find[hidden], .command:has(pre[hidden]) { background: none; padding: .4rem 0; }
.find[hidden] { display: none; }
.find [aria-pressed='true'] { outline: 2px solid; }
.find input { flex: 1; min-width: 8rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .1rem .6rem; }
.promises th a { color: inherit; text-decoration: none; }
.promises th a:hover { text-decoration: underline; }
.promises tr:target { background: var(--box); }
.promises tr[hidden] { display: none; }
meter { width: 12rem; }
.promises { table-layout: fixed; }
.promises th:first-child { width: 32%; }
.promises th:nth-child(2) { width: 10rem; }
.promises p { margin: 0; }
.chart th { white-space: nowrap; }
.chart th code { white-space: pre-wrap; }
.chart td { white-space: nowrap; font-variant-numeric: tabular-nums; }
.chart .bar { width: 60%; min-width: 12rem; }
.scroll { overflow-x: auto; }
dl { margin: 0; }
.check { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .8rem; }
.check dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
footer dl div { display: flex; gap: .6rem; color: var(--soft); font-size: .85rem; }
footer dt { min-width: 4rem; }
.command { display: flex; gap: .5rem; align-items: start; background: var(--box); padding: .4rem; }
.command pre { flex: 1; min-width: 0; }
button { font: inherit; font-size: .85rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .1rem .6rem; cursor: pointer; }
summary { cursor: pointer; color: var(--soft); }
:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; }
@media (max-width: 40rem) {
  .promises, .promises tbody, .promises tr, .promises th, .promises td { display: block; width: auto; border: 0; padding: .1rem 0; }
  .promises thead { position: absolute; clip-path: inset(50%); }
  .promises tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .promises th:first-child { width: auto; font-weight: 600; }
  .check { grid-template-columns: 1fr; }
}
@media print {
  body { max-width: none; font-size: 11px; }
  button, .find { display: none; }
  tr, h2, h3 { break-inside: avoid; break-after: auto; }
}
`;
