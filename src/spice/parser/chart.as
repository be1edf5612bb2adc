// The chart parser: Viterbi CKY over a binary grammar with unary rules, with a beam in every cell. AssemblyScript;
// `npx tsx scripts/build-wasm.ts` compiles it into chart-wasm.ts. The caller lays out the memory (chart.ts) and vouches for every index.
//
// An item is a symbol over a span with the score of its best derivation and where it came from. While a cell is being filled, its items
// stand in arrays by symbol; then those that the beam keeps go to the pool, so that later cells walk through short lists.

const NONE: f32 = -1e30
const LEXICAL: i32 = -1
const UNARY: i32 = -2

// Grammar.
let symbols: i32 = 0
let root: i32 = 0
let binaryStart: usize = 0, binaryRight: usize = 0, binaryParent: usize = 0, binaryWeight: usize = 0
let unaryStart: usize = 0, unaryParent: usize = 0, unaryWeight: usize = 0
let prior: usize = 0
// How well a symbol goes with the words before and after its span: a row for each group of symbols, a column for each class of words.
let group: usize = 0, before: usize = 0, after: usize = 0
let classes: i32 = 0
// Whether a span of several words may begin, or end, between words of two classes: a byte for each pair.
let opens: usize = 0, closes: usize = 0

// By symbol, for the cell at hand.
let score: usize = 0, left: usize = 0, right: usize = 0
let rightScore: usize = 0, rightItem: usize = 0
let touched: usize = 0, queue: usize = 0, place: usize = 0, merits: usize = 0

// The pool.
let cellStart: usize = 0, cellCount: usize = 0
let itemSymbol: usize = 0, itemScore: usize = 0, itemLeft: usize = 0, itemRight: usize = 0
let capacity: i32 = 0

// Words in, nodes out.
let wordStart: usize = 0, wordSymbol: usize = 0, wordScore: usize = 0, wordClass: usize = 0
let nodes: usize = 0
let nodeCapacity: i32 = 0

let touchedCount: i32 = 0

export function setGrammar(count: i32, rootSymbol: i32, bs: usize, br: usize, bp: usize, bw: usize, us: usize, up: usize, uw: usize, pr: usize): void {
  symbols = count; root = rootSymbol
  binaryStart = bs; binaryRight = br; binaryParent = bp; binaryWeight = bw
  unaryStart = us; unaryParent = up; unaryWeight = uw
  prior = pr
}

export function setContext(g: usize, b: usize, a: usize, op: usize, cl: usize, count: i32): void {
  group = g; before = b; after = a; opens = op; closes = cl; classes = count
}

/** `scratch`: nine arrays of `stride` entries of four bytes, one after the other; a symbol has one in each. `most`: how many nodes there is place for. */
export function setChart(scratch: usize, stride: i32, cs: usize, cc: usize, is: usize, isc: usize, il: usize, ir: usize, cap: i32, ws: usize, wsy: usize, wsc: usize, wc: usize, out: usize, most: i32): void {
  const step = <usize>stride << 2
  score = scratch; left = score + step; right = left + step; rightScore = right + step; rightItem = rightScore + step
  touched = rightItem + step; queue = touched + step; place = queue + step; merits = place + step
  cellStart = cs; cellCount = cc
  itemSymbol = is; itemScore = isc; itemLeft = il; itemRight = ir; capacity = cap
  wordStart = ws; wordSymbol = wsy; wordScore = wsc; wordClass = wc
  nodes = out; nodeCapacity = most
  for (let s: i32 = 0; s < symbols; s++) {
    store<f32>(score + (<usize>s << 2), NONE)
    store<f32>(rightScore + (<usize>s << 2), NONE)
  }
  touchedCount = 0
}

// @ts-ignore
@inline
function at(base: usize, index: i32): usize { return base + (<usize>index << 2) }

// @ts-ignore
@inline
function offer(symbol: i32, value: f32, l: i32, r: i32): void {
  const slot = at(score, symbol)
  const old = load<f32>(slot)
  if (value > old) {
    if (old == NONE) { store<i32>(at(touched, touchedCount), symbol); touchedCount++ }
    store<f32>(slot, value)
    store<i32>(at(left, symbol), l)
    store<i32>(at(right, symbol), r)
  }
}

/** Applies unary rules until nothing improves. All their weights are negative, so no cycle gains. */
function closeUnary(): void {
  let count = touchedCount
  memory.copy(queue, touched, <usize>count << 2)
  // A queue of symbols whose score rose; at most `symbols` at once, in rounds.
  while (count > 0) {
    let next: i32 = 0
    for (let q: i32 = 0; q < count; q++) {
      const symbol = load<i32>(at(queue, q))
      const value = load<f32>(at(score, symbol))
      const stop = load<i32>(at(unaryStart, symbol + 1))
      for (let r = load<i32>(at(unaryStart, symbol)); r < stop; r++) {
        const parent = load<i32>(at(unaryParent, r))
        const total = value + load<f32>(at(unaryWeight, r))
        if (total > load<f32>(at(score, parent))) {
          offer(parent, total, symbol, UNARY)
          // place doubles as the next round's queue; it is free until the cell is stored.
          if (next < symbols) { store<i32>(at(place, next), parent); next++ }
        }
      }
    }
    memory.copy(queue, place, <usize>next << 2)
    count = next
  }
}

/** Whether a span of several words may stand here: wordClass[i + 1] is the class of word i. */
// @ts-ignore
@inline
function isOpen(i: i32, j: i32): bool {
  const b = load<i32>(at(wordClass, i)) * classes + load<i32>(at(wordClass, i + 1))
  const e = load<i32>(at(wordClass, j)) * classes + load<i32>(at(wordClass, j + 1))
  return load<u8>(opens + <usize>b) != 0 && load<u8>(closes + <usize>e) != 0
}

/** What the beam compares: the score, how common the symbol is, and how well it goes with the words on both sides. */
// @ts-ignore
@inline
function merit(symbol: i32, columnBefore: usize, columnAfter: usize): f32 {
  const row = <usize>(load<i32>(at(group, symbol)) * classes) << 2
  return load<f32>(at(score, symbol)) + load<f32>(at(prior, symbol)) + load<f32>(columnBefore + row) + load<f32>(columnAfter + row)
}

/** Moves the items that the beam keeps into the pool, from `free` on; returns the first free place behind them, or -1 if the pool is full. */
function keep(cell: i32, i: i32, j: i32, free: i32, width: f32, most: i32): i32 {
  // The class of the word before stands first: wordClass[0] is that of the beginning.
  const columnBefore = before + (<usize>load<i32>(at(wordClass, i)) << 2)
  const columnAfter = after + (<usize>load<i32>(at(wordClass, j + 1)) << 2)
  let best: f32 = NONE
  for (let t: i32 = 0; t < touchedCount; t++) {
    const value = merit(load<i32>(at(touched, t)), columnBefore, columnAfter)
    store<f32>(at(merits, t), value)
    if (value > best) best = value
  }
  let floor = best - width
  // Too many: count merits in 64 steps of the width and raise the floor.
  let above: i32 = 0
  for (let t: i32 = 0; t < touchedCount; t++) {
    if (load<f32>(at(merits, t)) >= floor) above++
  }
  if (above > most) {
    for (let b: i32 = 0; b < 64; b++) store<i32>(at(queue, b), 0)
    const step = width / 64
    for (let t: i32 = 0; t < touchedCount; t++) {
      const gap = best - load<f32>(at(merits, t))
      if (gap <= width) {
        const b = min(63, <i32>(gap / step))
        store<i32>(at(queue, b), load<i32>(at(queue, b)) + 1)
      }
    }
    let sum: i32 = 0
    for (let b: i32 = 0; b < 64; b++) {
      sum += load<i32>(at(queue, b))
      if (sum > most) { floor = best - step * <f32>max(b, 1); break }
    }
  }
  // The kept ones, then the unary children that they need.
  let kept: i32 = 0
  for (let t: i32 = 0; t < touchedCount; t++) {
    const symbol = load<i32>(at(touched, t))
    if (load<f32>(at(merits, t)) >= floor) { store<i32>(at(queue, kept), symbol); store<i32>(at(place, symbol), free + kept); kept++ }
    else store<i32>(at(place, symbol), -1)
  }
  for (let q: i32 = 0; q < kept; q++) {
    const symbol = load<i32>(at(queue, q))
    if (load<i32>(at(right, symbol)) == UNARY) {
      const child = load<i32>(at(left, symbol))
      if (load<i32>(at(place, child)) < 0) { store<i32>(at(queue, kept), child); store<i32>(at(place, child), free + kept); kept++ }
    }
  }
  if (free + kept > capacity) return -1
  for (let q: i32 = 0; q < kept; q++) {
    const symbol = load<i32>(at(queue, q))
    const item = free + q
    const r = load<i32>(at(right, symbol))
    const l = load<i32>(at(left, symbol))
    store<i32>(at(itemSymbol, item), symbol)
    store<f32>(at(itemScore, item), load<f32>(at(score, symbol)))
    store<i32>(at(itemRight, item), r)
    store<i32>(at(itemLeft, item), r == UNARY ? load<i32>(at(place, l)) : l)
  }
  store<i32>(at(cellStart, cell), free)
  store<i32>(at(cellCount, cell), kept)
  for (let t: i32 = 0; t < touchedCount; t++) store<f32>(at(score, load<i32>(at(touched, t))), NONE)
  touchedCount = 0
  return free + kept
}

/** All pairs of neighbours that make up the span from i to j. */
function join(i: i32, j: i32, n: i32): void {
  for (let k = i + 1; k < j; k++) {
    const a = i * (n + 1) + k, b = k * (n + 1) + j
    const leftCount = load<i32>(at(cellCount, a)), rightCount = load<i32>(at(cellCount, b))
    if (leftCount == 0 || rightCount == 0) continue
    const leftFirst = load<i32>(at(cellStart, a)), rightFirst = load<i32>(at(cellStart, b))
    for (let q: i32 = 0; q < rightCount; q++) {
      const symbol = load<i32>(at(itemSymbol, rightFirst + q))
      store<f32>(at(rightScore, symbol), load<f32>(at(itemScore, rightFirst + q)))
      store<i32>(at(rightItem, symbol), rightFirst + q)
    }
    for (let q: i32 = 0; q < leftCount; q++) {
      const symbol = load<i32>(at(itemSymbol, leftFirst + q))
      const value = load<f32>(at(itemScore, leftFirst + q))
      const stop = load<i32>(at(binaryStart, symbol + 1))
      for (let r = load<i32>(at(binaryStart, symbol)); r < stop; r++) {
        const other = load<i32>(at(binaryRight, r))
        const beside = load<f32>(at(rightScore, other))
        if (beside != NONE) offer(load<i32>(at(binaryParent, r)), value + beside + load<f32>(at(binaryWeight, r)), leftFirst + q, load<i32>(at(rightItem, other)))
      }
    }
    for (let q: i32 = 0; q < rightCount; q++) store<f32>(at(rightScore, load<i32>(at(itemSymbol, rightFirst + q))), NONE)
  }
}

/** Writes the tree of an item in pre-order, two numbers a node as parse says, and returns how many nodes there are. `touched` serves as the stack. */
function unfold(item: i32, end: i32): i32 {
  let count: i32 = 0, depth: i32 = 0, begin: i32 = 0
  store<i32>(at(touched, 0), item); depth = 1
  while (depth > 0) {
    if (count == nodeCapacity) return 0
    depth--
    const top = load<i32>(at(touched, depth))
    const out = nodes + <usize>count * 8
    const r = load<i32>(at(itemRight, top))
    store<i32>(out, load<i32>(at(itemSymbol, top)))
    store<i32>(out, r == LEXICAL ? begin++ : r == UNARY ? -1 : -2, 4)
    count++
    if (r == UNARY) { store<i32>(at(touched, depth), load<i32>(at(itemLeft, top))); depth++ }
    else if (r != LEXICAL) {
      store<i32>(at(touched, depth), r)
      store<i32>(at(touched, depth + 1), load<i32>(at(itemLeft, top)))
      depth += 2
    }
  }
  return count
}

/**
 * Parses n words, whose candidate symbols and scores lie between wordStart[i] and wordStart[i + 1]. Returns the number of nodes written
 * (symbol; then the word's number, -1 before one child, -2 before two), 0 where there is no parse within the beam, -1 where the pool is full.
 */
export function parse(n: i32, width: f32, most: i32): i32 {
  let free: i32 = 0
  for (let length: i32 = 1; length <= n; length++) {
    for (let i: i32 = 0; i + length <= n; i++) {
      const j = i + length
      if (length == 1) {
        const stop = load<i32>(at(wordStart, i + 1))
        for (let w = load<i32>(at(wordStart, i)); w < stop; w++) offer(load<i32>(at(wordSymbol, w)), load<f32>(at(wordScore, w)), 0, LEXICAL)
      } else if (length == n || isOpen(i, j)) join(i, j, n)
      else {
        store<i32>(at(cellCount, i * (n + 1) + j), 0)
        continue
      }
      closeUnary()
      if (length == n) {
        const found = load<f32>(at(score, root)) != NONE
        // Of the whole sentence nothing but the root counts.
        const usual = load<f32>(at(prior, root))
        store<f32>(at(prior, root), 1e6)
        free = keep(j, i, j, free, 1, 1)
        store<f32>(at(prior, root), usual)
        if (free < 0) break
        if (!found) return 0
        return unfold(load<i32>(at(cellStart, j)), n)
      }
      free = keep(i * (n + 1) + j, i, j, free, width, most)
      if (free < 0) break
    }
    if (free < 0) break
  }
  for (let t: i32 = 0; t < touchedCount; t++) store<f32>(at(score, load<i32>(at(touched, t))), NONE)
  touchedCount = 0
  return -1
}
