import { coloursOf } from './cosine-colours.js'
import type { Rgb } from './heat-colours.js'

/** Colours of words in the text. */
const TONES = 24

/** The class of a word by its share of the scale, from 0 to 1. */
export const tone = (share: number): string => `tone-${Math.round(share * (TONES - 1))}`

/** As WCAG has it: how light a colour is, from 0 to 1. */
const luminance = (rgb: Rgb): number => {
  const [r, g, b] = rgb.map((byte) => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Where black and white letters have the same contrast. */
const MIDDLE = Math.sqrt(1.05 * 0.05) - 0.05

const tones = (): string =>
  coloursOf(TONES)
    .map(
      (rgb, i) =>
        `.tone-${i} { background: rgb(${rgb.join(' ')}); color: ${luminance(rgb) > MIDDLE ? '#000' : '#fff'}; }`,
    )
    .join('\n')

/** The part of the style sheet that is about tokens. */
export const tokenStyle = (): string => `
.grid { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; background: var(--track); }
.grid .cells { image-rendering: pixelated; }
.tokens { --heat: .7; }
.words { display: flex; flex-wrap: wrap; gap: .3rem .35rem; margin: 0 0 1rem; }
.word { display: inline-block; max-width: 100%; padding: .2rem .5rem; border-radius: 4px; text-decoration: none; overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.word.lost { margin: 0 .2rem; outline: 2px dashed var(--miss); outline-offset: 1px; }
a.word:hover, a.word:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.bound { margin: 0 0 1.1rem; overflow-wrap: anywhere; }
.bound.none { padding: .55rem .9rem; border-left: 5px solid var(--miss); border-radius: 4px; background: var(--miss-ground); }
.bound.none .names { color: var(--miss); }
.bound .soft { display: block; font-size: .85rem; }
.cell { fill: transparent; }
.cell:hover { stroke: #fff; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.masked { fill: var(--ground); stroke: none; }
.unspoken { fill: var(--ground); fill-opacity: .78; }
.unspoken.dense { fill: var(--miss); fill-opacity: .6; }
.cross { fill: none; stroke: var(--miss); stroke-width: 1; vector-effect: non-scaling-stroke; }
.best, .best-ground { fill: none; vector-effect: non-scaling-stroke; }
.best-ground { stroke: #000; stroke-width: 4; }
.best { stroke: #fff; stroke-width: 2; }
.keys { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; margin: .3rem 0 0; font-size: .85rem; }
.key { display: inline-block; width: .85em; height: .85em; border: 1px solid var(--line); vertical-align: -.05em; }
.masked-key { background: var(--ground); }
.box-key { border: 2px solid #fff; outline: 1px solid #000; outline-offset: 0; background: var(--soft); }
.beside { margin-top: 1.25rem; }
h3 { margin: 1.75rem 0 .6rem; font-size: 1rem; }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 8.5rem), 1fr)); grid-auto-flow: dense; gap: 1rem .9rem; align-items: start; margin: 0; padding: 0; list-style: none; }
.map { min-width: 0; break-inside: avoid; scroll-margin-top: 1rem; }
.map p { display: flex; flex-wrap: wrap; gap: 0 .5rem; margin: .2rem 0 0; font-size: .85rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
.map p b { overflow-wrap: anywhere; min-width: 0; }
.map p span { color: var(--soft); }
.map em, .token-table .lost td:last-child { color: var(--miss); font-style: normal; font-weight: 600; }
.map.lost .grid { border: 2px dashed var(--miss); }
.map .open { display: block; }
.map .grid { width: 100%; }
.map .close { display: none; color: var(--accent); }
.map:target { grid-column: 1 / -1; max-width: 40rem; }
.map:target .close { display: inline; }
.map:target p { font-size: 1rem; }
.token-table th, .token-table td { padding: .2rem .8rem .2rem 0; text-align: right; white-space: nowrap; }
.token-table th:first-child { width: 40%; text-align: left; white-space: normal; overflow-wrap: anywhere; }
.token-table td:nth-child(4) { width: 25%; min-width: 4rem; }
.token-table td:last-child { padding-right: 0; text-align: left; }
${tones()}
@media (max-width: 30rem) {
  .maps { grid-template-columns: repeat(auto-fill, minmax(min(100%, 6.5rem), 1fr)); }
}
@media (max-width: 40rem) {
  .token-table { font-size: .8rem; }
  .token-table th, .token-table td { padding-right: .4rem; }
  .token-table td:nth-child(4), .token-table th:nth-child(4), .token-table td:nth-child(2), .token-table th:nth-child(2) { display: none; }
}
@media print {
  .maps { grid-template-columns: repeat(5, 1fr); }
  .map:target { grid-column: auto; }
  .map .close { display: none; }
  .grid, .grid * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`
