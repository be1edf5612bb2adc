import { type Html, markup } from './markup.js'
import { meter } from './meter.js'
import { shortNumber } from './numbers.js'
import type { PageComparison, PageMap, PagePicture } from './page.js'

/** Both images side by side, the map over each, its legend, and the layers. */
export const comparisonSection = ({ reward, facts, image, reference, map, layers }: PageComparison): Html =>
  markup`<section>
    <h2>Where they differ: ${reward}</h2>
    <dl class="facts">${facts.map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
    <div class="pair">${picture(image, map)}${picture(reference, map)}</div>
    ${map === undefined ? undefined : markup`<div class="controls">${legend(map)}${slider}</div>`}
    ${layers.length === 0 ? undefined : layerTable(layers)}
  </section>`

/** An image with what it is; with a map laid over it where there is one. */
export const picture = ({ label, source, width, height, url }: PagePicture, map?: PageMap): Html =>
  markup`<figure>
    <div class="frame${Math.max(width, height) < SMALL ? ' small' : ''}">
      <img src="${url}" width="${width}" height="${height}" alt="${label}" />${
        map === undefined ? undefined : markup`<img class="heat" src="${map.url}" alt="heat map of ${map.title}" />`
      }
    </div>
    <figcaption><b>${label}</b> <span class="soft">${width} x ${height}${source === undefined ? '' : ' · '}${source}</span></figcaption>
  </figure>`

/** Images smaller than this are enlarged with their pixels kept square. */
const SMALL = 256

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
  <span><b>Opacity of the heat map</b> <output>50 %</output></span>
  <input type="range" min="0" max="100" value="50" />
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
