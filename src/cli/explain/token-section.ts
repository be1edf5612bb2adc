import { cosineMap, type CosineScale, scaleOf, shareOf } from './cosine-colours.js'
import { picture as imageFigure } from './comparison-section.js'
import { type Html, markup } from './markup.js'
import { meter } from './meter.js'
import { shortNumber } from './numbers.js'
import type { PagePicture, PageTokens } from './page.js'
import type { TokenComparison, Word } from './token-comparison.js'
import { cellBox, cellsPath, crosses, type Frame, frameOf, gridDrawing, mapImage } from './token-drawing.js'
import { placeIn } from './token-grid.js'
import { tone } from './token-style.js'
import { boundOf, factsOf, shownLabel } from './token-text.js'

/** Larger grids have no titles on their cells, and no crosses on those that no word speaks of: a page must stay light. */
const MAX_CELLS = 4096

/** More words are not listed. */
const MAX_WORDS = 500

/** What all drawings of the section share. */
interface Drawn {
  readonly comparison: TokenComparison
  readonly frame: Frame
  readonly scale: CosineScale
  /** The image, where the cells lie over it. */
  readonly under: PagePicture | undefined
}

/** The words and where they are found: in the text, over the image together, and each by itself. Without a script and on paper it says the same. */
export const tokenSection = ({ comparison, picture }: PageTokens): Html => {
  const { reward, grid, words } = comparison
  const under = grid.isUnknown ? undefined : picture
  const drawn = { comparison, frame: frameOf(comparison, picture), scale: scaleOf(comparison), under }
  const mapped = words.filter(({ map }) => map !== undefined)
  return markup`<section class="tokens">
    <h2>Words in the image: ${reward}</h2>
    <dl class="facts">${factsOf(comparison).map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
    <p class="words" id="words">${words.slice(0, MAX_WORDS).map((word, i) => markup`${chip(word, i, drawn)} `)}${more(words.length)}</p>
    ${lostWords(comparison)}
    <div class="pair">${together(drawn)}${lostCells(drawn)}</div>
    <div class="controls">${legend(drawn)}${under === undefined ? undefined : slider}</div>
    ${picture === undefined || under !== undefined ? undefined : markup`<div class="pair alone beside">${imageFigure(picture, 'tokens-image')}</div>`}
    ${mapped.length === 0 ? undefined : markup`<h3>Each word</h3><ol class="maps">${mapped.map((word, i) => wordMap(word, i, drawn))}</ol>`}
    ${mapped.length === words.length ? undefined : markup`<p class="soft">${words.length - mapped.length} more words have no map of their own.</p>`}
    ${table(drawn)}
  </section>`
}

const more = (count: number): Html | undefined =>
  count <= MAX_WORDS ? undefined : markup`<span class="soft">and ${count - MAX_WORDS} more</span>`

/** Isolated: a word in a script from right to left must not turn its neighbours around. */
const named = ({ label }: Word): Html => markup`<bdi>${shownLabel(label)}</bdi>`

const saidOf = ({ comparison }: Drawn, word: Word): string => {
  const { row, column } = placeIn(comparison.grid, word.at)
  return `${shownLabel(word.label)}: best cosine ${shortNumber(word.cosine)} at row ${row}, column ${column}${word.isLost ? ', no place' : ''}`
}

const chip = (word: Word, i: number, drawn: Drawn): Html => {
  const kind = `word ${tone(shareOf(word.cosine, drawn.scale))}${word.isLost ? ' lost' : ''}`
  return word.map === undefined
    ? markup`<span class="${kind}" title="${saidOf(drawn, word)}">${named(word)}</span>`
    : markup`<a class="${kind}" href="#word-${i}" title="${saidOf(drawn, word)}">${named(word)}</a>`
}

const lostWords = (comparison: TokenComparison): Html => {
  const { words, rules } = comparison
  const lost = words.filter(({ isLost }) => isLost)
  const bound = markup`<span class="soft">${boundOf(comparison, rules.words, 'words')}</span>`
  const hint = comparison.isAsked ? undefined : HINT
  if (rules.words.least === undefined) return markup`<p class="bound">Words without a place: ${bound}</p>`
  if (lost.length === 0) return markup`<p class="bound">Every word has a place. ${bound}${hint}</p>`
  const names = lost.slice(0, MAX_WORDS).map((word, i) => markup`${i === 0 ? '' : ', '}${named(word)}`)
  return markup`<p class="bound none"><b>${lost.length} of ${words.length} words found no place:</b> <b class="names">${names}</b> ${bound}${hint}</p>`
}

const HINT = markup`<span class="soft">Cosines of hidden states have no scale of their own: this is a rule of thumb, and no part of the reward.</span>`

/** The best cosine of each cell, whichever word has it. */
const together = (drawn: Drawn): Html => {
  const { comparison, frame, scale, under } = drawn
  const { grid, words, cells } = comparison
  const url = cosineMap(
    cells.map((cell) => cell?.cosine ?? NaN),
    grid,
    scale,
  )
  const titles = cells.map((cell, i) => {
    if (cell === undefined) return markup``
    const { row, column } = placeIn(grid, i)
    const label = shownLabel((words[cell.word] as Word).label)
    const said = `row ${row}, column ${column}: ${label}, ${shortNumber(cell.cosine)}${cell.isLost ? ' (no word speaks of it)' : ''}`
    return cellBox(frame, i, 'cell', markup`<title>${said}</title>`)
  })
  const content = markup`${
    under === undefined
      ? undefined
      : markup`<g class="under"><image id="tokens-image" href="${under.url}" width="${frame.width}" height="${frame.height}" preserveAspectRatio="none" /></g>`
  }${mapImage(frame, url, heatOf(under))}${masked(drawn, 'tokens-masked')}${cells.length <= MAX_CELLS ? titles : undefined}`
  return markup`<figure>${gridDrawing(frame, 'The best cosine of each image token with any word', content)}
    <figcaption><b>Best cosine with any word</b> <span class="soft">mean ${shortNumber(comparison.imageToText)}${cells.length <= MAX_CELLS ? '; a cell says which word' : ''}</span></figcaption>
  </figure>`
}

const heatOf = (under: PagePicture | undefined): string => (under === undefined ? 'bare' : 'heat')

/** What lies under a map: the image in grey. */
const ground = ({ under }: Drawn): Html | undefined =>
  under === undefined ? undefined : markup`<use class="under" href="#tokens-image" />`

const isMasked =
  ({ cells }: TokenComparison) =>
  (cell: number): boolean =>
    cells[cell] === undefined

const hasMasked = ({ cells }: TokenComparison): boolean => cells.includes(undefined)

const masked = ({ comparison, frame }: Drawn, id: string): Html | undefined =>
  hasMasked(comparison) ? cellsPath(frame, isMasked(comparison), 'masked', id) : undefined

const maskedAgain = ({ comparison }: Drawn): Html | undefined =>
  hasMasked(comparison) ? markup`<use href="#tokens-masked" />` : undefined

/** What no word speaks of, crossed out. */
const lostCells = (drawn: Drawn): Html => {
  const { comparison, frame, under } = drawn
  const { cells, rules } = comparison
  const counted = cells.flatMap((cell) => cell ?? [])
  const lost = counted.filter(({ isLost }) => isLost).length
  const isLarge = cells.length > MAX_CELLS
  const isLost = (cell: number): boolean => cells[cell]?.isLost === true
  const bound = boundOf(comparison, rules.cells, 'image tokens')
  const told = rules.cells.least === undefined ? '' : `${lost} of ${counted.length}; `
  const content = markup`${under === undefined ? undefined : markup`<use href="#tokens-image" />`}${maskedAgain(drawn)}${lost === 0 ? undefined : cellsPath(frame, isLost, isLarge ? 'unspoken dense' : 'unspoken')}${lost === 0 || isLarge ? undefined : crosses(frame, isLost)}`
  return markup`<figure>${gridDrawing(frame, `Image tokens that no word speaks of: ${told}${bound}`, content)}
    <figcaption><b>No word speaks of them</b> <span class="soft">${told}${bound}</span></figcaption>
  </figure>`
}

const legend = ({ comparison, scale }: Drawn): Html =>
  markup`<div class="legend">
    <p><b>Cosine</b></p>
    <div class="bar"></div>
    <div class="ends">
      <span>${shortNumber(scale.low)} ${scale.low === comparison.meanOfPairs ? markup`<span class="soft">or less: the mean of all pairs</span>` : undefined}</span>
      <span><span class="soft">best</span> ${shortNumber(scale.high)}</span>
    </div>
    <p class="keys">${hasMasked(comparison) ? markup`<span><i class="key masked-key"></i> masked</span>` : undefined} <span><i class="key box-key"></i> best match of the word</span></p>
  </div>`

/** Unhidden by the script that makes it work. */
const slider = markup`<label class="slider" hidden>
  <span><b>Opacity of the maps</b> <output>70 %</output></span>
  <input type="range" min="0" max="100" value="70" />
</label>`

/** The map of a word; its link makes it large, by the style sheet alone. */
const wordMap = (word: Word, i: number, drawn: Drawn): Html => {
  const { comparison, frame, scale, under } = drawn
  const url = cosineMap(word.map ?? [], comparison.grid, scale)
  const content = markup`${ground(drawn)}${mapImage(frame, url, heatOf(under))}${maskedAgain(drawn)}${cellBox(frame, word.at, 'best-ground')}${cellBox(frame, word.at, 'best')}`
  return markup`<li id="word-${i}" class="map${word.isLost ? ' lost' : ''}">
    <a class="open" href="#word-${i}">${gridDrawing(frame, saidOf(drawn, word), content)}</a>
    <p><b>${named(word)}</b> <span>${shortNumber(word.cosine)}</span>${word.isLost ? markup` <em>no place</em>` : undefined} <a class="close" href="#words">smaller</a></p>
  </li>
`
}

/** The words by how well they are found: what pulls the score down stands first. */
const table = ({ comparison, scale }: Drawn): Html => {
  const { words, grid } = comparison
  const sorted = [...words].sort((a, b) => a.cosine - b.cosine)
  const row = (word: Word): Html => {
    const place = placeIn(grid, word.at)
    return markup`<tr class="${word.isLost ? 'lost' : 'found'}"><th scope="row">${named(word)}</th><td>#${word.token}</td><td title="${word.cosine}">${shortNumber(word.cosine)}</td><td>${meter(0, shareOf(word.cosine, scale))}</td><td>${place.row}</td><td>${place.column}</td><td>${word.isLost ? 'no place' : ''}</td></tr>
`
  }
  return markup`<div class="wide"><table class="token-table">
    <caption>Words by their best cosine; rows and columns of the grid count from 1</caption>
    <thead><tr><th scope="col">word</th><th scope="col">token</th><th scope="col">best cosine</th><th></th><th scope="col">row</th><th scope="col">column</th><th></th></tr></thead>
    <tbody>${sorted.slice(0, MAX_WORDS).map(row)}</tbody>
  </table></div>${words.length <= MAX_WORDS ? undefined : markup`<p>${more(words.length)}</p>`}`
}
