import { graphStyle } from './graph-style.js'
import { heatColours } from './heat-colours.js'
import { tokenStyle } from './token-style.js'

/** The colours as a gradient; between so many of them it runs straight. */
const gradient = (): string => {
  const colours = heatColours()
  const stops = Array.from({ length: 33 }, (_, i) => colours[Math.round((i / 32) * (colours.length - 1))])
  return `linear-gradient(to right, ${stops.map((rgb) => `rgb(${rgb?.join(' ')})`).join(', ')})`
}

/** The style sheet of the page, in both colour schemes and on paper. */
export const style = (): string => `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --ink: #1a1c20; --soft: #5a6070; --line: #d5d9e0; --track: #e3e6ec;
  --accent: #2457c5; --bad: #b3261e; --bad-ground: #fdecea; --warn: #6b4700; --warn-ground: #fff3d6; --warn-line: #e0b040;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171b; --raised: #1e2127; --ink: #e6e8ec; --soft: #a3aab8; --line: #363b45; --track: #333842;
    --accent: #86aaff; --bad: #ff9b90; --bad-ground: #3a1c1a; --warn: #ffd98a; --warn-ground: #35290f; --warn-line: #8a6a1c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.25rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.15rem; overflow-wrap: anywhere; }
.over { margin: 0 0 .25rem; color: var(--soft); font-size: .85rem; }
.verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; margin: .6rem 0 0; }
.verdict strong { font-size: 2.4rem; line-height: 1.2; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.parts { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .2rem 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.parts li { overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.failed strong, .bad { color: var(--bad); }
.banner { margin: 1rem 0 0; padding: .65rem .9rem; border: 1px solid var(--warn-line); border-left-width: 5px; border-radius: 4px;
  background: var(--warn-ground); color: var(--warn); font-weight: 600; overflow-wrap: anywhere; }
.error { margin: 1rem 0 0; padding: .65rem .9rem; border-left: 5px solid var(--bad); border-radius: 4px;
  background: var(--bad-ground); color: var(--ink); overflow-wrap: anywhere; }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: 0 0 1rem; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1.25rem; align-items: start; }
.alone { max-width: 33rem; }
figure { margin: 0; min-width: 0; }
.picture { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; background: var(--raised); }
.small { image-rendering: pixelated; }
.mapped { margin-top: 1.1rem; }
.under { filter: grayscale(1); }
.heat { opacity: var(--heat, .6); }
figcaption { margin-top: .4rem; font-size: .9rem; line-height: 1.4; overflow-wrap: anywhere; }
.seen { margin: .5rem 0 0; padding: .5rem .8rem; border-left: 4px solid var(--accent); border-radius: 4px; background: var(--raised); overflow-wrap: anywhere; }
.seen q { font-size: 1.05rem; font-weight: 600; }
.seen .soft { display: block; font-size: .85rem; }
.controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .75rem 1.25rem; margin-top: 1.1rem; align-items: start; }
.slider { display: block; }
.slider[hidden] { display: none; }
.slider span { display: flex; justify-content: space-between; font-size: .9rem; }
.slider input { width: 100%; margin: .3rem 0 0; accent-color: var(--accent); }
.legend p { margin: 0; font-size: .9rem; }
.bar { height: .9rem; margin: .35rem 0 .15rem; border: 1px solid var(--line); border-radius: 3px; background: ${gradient()};
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.ends { display: flex; justify-content: space-between; gap: 1rem; font-size: .85rem; font-variant-numeric: tabular-nums; }
.stats { font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding: 1.25rem 0 .4rem; text-align: left; font-weight: 600; }
th, td { padding: .25rem 0; text-align: left; font-weight: 400; }
.layers th { width: 1%; padding-right: 1rem; white-space: nowrap; }
.layers td:last-child { width: 1%; padding-left: 1rem; text-align: right; white-space: nowrap; }
.layers tr:last-child > * { border-top: 1px solid var(--line); font-weight: 600; }
.meter { display: block; width: 100%; height: .7rem; border-radius: 2px; background: var(--track); }
.meter rect { fill: var(--accent); }
.meter line { stroke: var(--soft); }
.tree, .tree ul { margin: 0; padding: 0; list-style: none; }
.tree ul { margin-left: .45rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.tree li { margin-top: .6rem; }
.node { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .7rem; }
.node b { overflow-wrap: anywhere; }
.node .meter { width: 8rem; flex: none; }
.node .number { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tree dl.facts { margin: .1rem 0 0; font-size: .9rem; }
.tree .error { margin: .3rem 0 0; padding: .35rem .7rem; font-size: .9rem; }
pre { margin: 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 4px; background: var(--raised);
  font: .85rem/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.fields > div { margin-top: .75rem; }
.fields dt { font-weight: 600; overflow-wrap: anywhere; }
.fields dd { margin: .2rem 0 0; }
.fields { margin: 0; }
footer { margin-top: 2.5rem; padding-top: .75rem; padding-bottom: 2rem; color: var(--soft); font-size: .85rem; }
footer p { margin: 0; border-top: 1px solid var(--line); padding-top: .75rem; }
@media (max-width: 30rem) {
  main, header, footer { padding-left: .9rem; padding-right: .9rem; }
  dl.facts { gap: .15rem .7rem; }
}
@media print {
  :root { --ground: #fff; --raised: #f5f6f8; --ink: #000; --soft: #444; --line: #bbb; --track: #e3e6ec; --accent: #2457c5; --bad: #b3261e; --bad-ground: #fff;
    --warn: #000; --warn-ground: #fff; --warn-line: #000; color-scheme: light; font-size: 10.5pt; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .slider { display: none; }
  .pair { grid-template-columns: 1fr 1fr; }
  figure, .legend, .banner, .error, tr, .node { break-inside: avoid; }
  .meter { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { break-after: avoid; }
}
${graphStyle}${tokenStyle()}`
