/** The part of the style sheet that is about scene graphs. Blue and orange are told apart by those who cannot tell red from green. */
export const graphStyle = `
:root { --match: #0b4f9e; --match-ground: #e8f1fb; --miss: #9a3400; --miss-ground: #fdf0e6; }
@media (prefers-color-scheme: dark) {
  :root { --match: #8cc2ff; --match-ground: #16273c; --miss: #ffae78; --miss-ground: #382012; }
}
.graph > svg { display: block; max-width: 100%; height: auto; break-inside: avoid; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
.graph text { fill: var(--ink); }
.graph .object { font-size: 13px; font-weight: 600; }
.graph .rest text { fill: var(--soft); }
.matched { --tone: var(--match); --tint: var(--match-ground); }
.extra, .missed { --tone: var(--miss); --tint: var(--miss-ground); --broken: 4 3; }
.sign { fill: none; stroke: var(--tone); stroke-width: 1.8; }
.box, .pill { fill: var(--tint); stroke: var(--tone); stroke-width: 1.4; stroke-dasharray: var(--broken, none); }
.edge { fill: none; stroke: var(--tone); stroke-width: 1.4; stroke-dasharray: var(--broken, none); }
.arrow { fill: var(--tone); }
.mark { width: .8em; height: .8em; overflow: visible; }
.legend-line { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: 0 0 1rem; font-size: .9rem; }
.above { margin: 0 0 .3rem; }
.said { margin: 0 0 .4rem; overflow: hidden; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
.numbers th, .numbers td { padding: .2rem .6rem .2rem 0; text-align: right; }
.numbers th:first-child { text-align: left; }
.numbers caption, .tuples caption { font-weight: 600; }
thead th { color: var(--soft); font-size: .85rem; }
.numbers tbody tr:first-child > * { border-bottom: 1px solid var(--line); font-weight: 600; }
.tuples td { padding: .15rem .7rem .15rem 0; vertical-align: top; overflow-wrap: anywhere; }
.tuples div { overflow: hidden; }
.tuples td:nth-child(-n+2), .tuples th { white-space: nowrap; overflow-wrap: normal; }
.tuples td:last-child { width: 100%; padding-right: 0; }
.verdict-cell { color: var(--tone); }
@media (max-width: 30rem) {
  .numbers { font-size: .75rem; }
  .numbers thead th { font-size: .65rem; }
  .numbers th, .numbers td { padding-right: .2rem; }
}
@media print {
  :root { --match: #0b4f9e; --match-ground: #e8f1fb; --miss: #9a3400; --miss-ground: #fdf0e6; }
  figure:has(.graph) { break-inside: auto; }
  .wide { break-inside: avoid; }
  .graph * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`
