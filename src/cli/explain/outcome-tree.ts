import { showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import type { RewardMeta } from '../../core/reward.js'
import { detailLines } from '../explain-text.js'
import { showRange } from '../show-range.js'
import { type Html, markup } from './markup.js'
import { meter } from './meter.js'
import { barOf } from './numbers.js'

/** The reward and its parts as nested lists: value, range, what was seen, or why there is no value. */
export const outcomeTree = (meta: RewardMeta, outcome: Outcome): Html =>
  markup`<ul class="tree">
    ${node(meta.name, meta, outcome)}
  </ul>`

const node = (name: string, meta: RewardMeta | undefined, outcome: Outcome | undefined): Html => {
  const parts = outcome?.parts ?? {}
  const names = [...new Set([...Object.keys(meta?.parts ?? {}), ...Object.keys(parts)])]
  const children = names.map((part) => node(part, own(meta?.parts, part), own(parts, part)))
  return markup`<li>
    <div class="node"><b>${name}</b> ${verdict(meta, outcome)}</div>
    ${reasons(outcome)}
    ${
      children.length === 0
        ? undefined
        : markup`<ul>
          ${children}
        </ul>`
    }
  </li>`
}

/** A part may have any name, those of prototypes too. */
const own = <A>(parts: Readonly<Record<string, A>> | undefined, name: string): A | undefined =>
  parts !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined

const verdict = (meta: RewardMeta | undefined, outcome: Outcome | undefined): Html => {
  if (outcome === undefined) return markup`<span class="soft">not run</span>`
  if (outcome._tag === 'Skipped') return markup`<span class="soft">skipped (${outcome.reason.code})</span>`
  if (outcome._tag === 'Failed') return markup`<span class="bad">failed (${outcome.error._tag})</span>`
  const bar = meta === undefined ? undefined : barOf(outcome.value, meta.range.min, meta.range.max)
  const range = meta === undefined ? undefined : markup`<span class="soft">of ${showRange(meta.range)}</span>`
  return markup`<span class="number">${outcome.value + 0}</span> ${range}
    ${bar === undefined ? undefined : meter(bar.from, bar.to, bar.zero)}`
}

const reasons = (outcome: Outcome | undefined): Html | undefined => {
  if (outcome === undefined) return undefined
  if (outcome._tag === 'Failed') return markup`<p class="error">${showError(outcome.error)}</p>`
  if (outcome._tag === 'Skipped') return markup`<div class="soft">${outcome.reason.message}</div>`
  const lines = detailLines(outcome.detail)
  if (lines.length === 0) return undefined
  return markup`<dl class="facts">
    ${lines.map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}
  </dl>`
}
