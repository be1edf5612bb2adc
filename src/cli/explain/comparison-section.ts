import { cut } from './graph-drawing.js'
import { type Html, markup } from './markup.js'
import { meter } from './meter.js'
import { shortNumber } from './numbers.js'
import type { PageCaption, PageComparison, PageMap, PagePicture } from './page.js'

/**
 * Both images side by side, below them the same with the map laid over, its legend, and the layers. Each picture is in the page once: what
 * shows it again refers to it.
 */
export const comparisonSection = (comparison: PageComparison, index: number): Html => {
  const { reward, facts, image, reference, map, layers } = comparison
  const ids = { image: `image-${index}`, reference: `reference-${index}`, map: `map-${index}` }
  return markup`<section>
    <h2>Where they differ: ${reward}</h2>
    <dl class="facts">${facts.map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
    <div class="pair">${picture(image, ids.image)}${picture(reference, ids.reference)}</div>
    ${map === undefined ? undefined : mapped(comparison, map, ids)}
    ${layers.length === 0 ? undefined : layerTable(layers)}
  </section>`
}

/** An image, and what it is. */
export const picture = ({ label, source, width, height, url, caption }: PagePicture, id: string): Html =>
  markup`<figure>
    ${drawing(width, height, label, markup`<image id="${id}" href="${url}" width="${width}" height="${height}" preserveAspectRatio="none" />`)}
    <figcaption><b>${label}</b> <span class="soft">${width} x ${height}${source === undefined ? '' : ' · '}${source}</span></figcaption>
    ${caption === undefined ? undefined : said(caption)}
  </figure>`

const said = ({ text, by }: PageCaption): Html =>
  markup`<p class="seen"><q><bdi>${cut(text, MAX_CAPTION)}</bdi></q> <span class="soft">${by === undefined ? 'caption of the sample' : `captioned by ${by}`}</span></p>`

const MAX_CAPTION = 600

const drawing = (width: number, height: number, label: string, content: Html): Html =>
  markup`<svg class="picture${Math.max(width, height) < SMALL ? ' small' : ''}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${content}</svg>`

/** Images smaller than this are enlarged with their pixels kept square. */
const SMALL = 256

interface Ids {
  readonly image: string
  readonly reference: string
  readonly map: string
}

/** Both images in grey with the map over them. */
const mapped = ({ image, reference }: PageComparison, map: PageMap, ids: Ids): Html => {
  const { width, height } = image
  const first = markup`<image id="${ids.map}" class="heat" href="${map.url}" width="${width}" height="${height}" preserveAspectRatio="none" />`
  // A picture that is referred to takes the opacity of where it stands.
  const again = markup`<use href="#${ids.map}" />`
  const over = (id: string, label: string, heat: Html): Html =>
    markup`<figure>${drawing(width, height, `${label} with the map of ${map.title}`, markup`<use class="under" href="#${id}" />${heat}`)}</figure>`
  return markup`<div class="pair mapped">
      ${over(ids.image, image.label, first)}${over(ids.reference, reference.label, again)}
    </div>
    <div class="controls">${legend(map)}${slider}</div>`
}

const legend = ({ title, alike, different, min, mean, max }: PageMap): Html =>
  markup`<div class="legend">
    <p><b>${title}</b> around each pixel</p>
    <div class="bar"></div>
    <div class="ends">
      <span>${shortNumber(alike)} <span class="soft">alike</span></span>
      <span>${shortNumber((alike + different) / 2)}</span>
      <span><span class="soft">different</span> ${shortNumber(different)}</span>
    </div>
    <p class="stats">minimum ${shortNumber(min)}, mean ${shortNumber(mean)}, maximum ${shortNumber(max)}</p>
  </div>`

/** Unhidden by the script that makes it work. */
const slider = markup`<label class="slider" hidden>
  <span><b>Opacity of the heat map</b> <output>60 %</output></span>
  <input type="range" min="0" max="100" value="60" />
</label>`

const layerTable = (layers: PageComparison['layers']): Html => {
  const most = Math.max(...layers.map(({ distance }) => distance))
  const sum = layers.reduce((total, { distance }) => total + distance, 0)
  const row = ({ name, distance }: PageComparison['layers'][number]): Html =>
    markup`<tr>
      <th scope="row">${name}</th>
      <td>${meter(0, most > 0 ? Math.max(0, distance) / most : 0)}</td>
      <td title="${distance}">${shortNumber(distance)}</td>
    </tr>`
  return markup`<table class="layers">
    <caption>Distance by layer</caption>
    <tbody>
      ${layers.map(row)}
      <tr><th scope="row">sum</th><td></td><td title="${sum}">${shortNumber(sum)}</td></tr>
    </tbody>
  </table>`
}
