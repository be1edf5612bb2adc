/** Red, green and blue as bytes. */
export type Rgb = readonly [number, number, number]

/** A colour in OKLab: lightness, and two axes of hue; equal steps look equal (Ottosson 2020). */
type Lab = readonly [number, number, number]

/** So many colours from dark to bright. */
export const HEAT_STEPS = 256

const linearOf = ([l, a, b]: Lab): Lab => {
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ]
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ]
}

/** sRGB's curve. */
const byteOf = (linear: number): number => {
  const bounded = Math.min(1, Math.max(0, linear))
  return Math.round(255 * (bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055))
}

const isShown = (lab: Lab): boolean => linearOf(lab).every((value) => value >= 0 && value <= 1)

const labOf = (lightness: number, chroma: number, degrees: number): Lab => {
  const hue = (degrees / 180) * Math.PI
  return [lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]
}

/** As much chroma as a screen can show at this lightness and hue, a little less, and never glaring. */
const fullest = (lightness: number, degrees: number): Lab => {
  let [low, high] = [0, 0.4]
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2
    if (isShown(labOf(lightness, middle, degrees))) low = middle
    else high = middle
  }
  return labOf(lightness, Math.min(0.9 * low, 0.19), degrees)
}

/** From nearly black by violet, red and orange to a light yellow; lightness only ever grows. */
const alongThePath = (t: number): Lab => fullest(0.16 + 0.8 * t, 290 + 175 * t)

const distance = (a: Lab, b: Lab): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** The path cut into steps of one length, so that equal differences of numbers look equal. */
const evenSteps = (): ReadonlyArray<Rgb> => {
  const fine = Array.from({ length: 4096 }, (_, i) => alongThePath(i / 4095))
  const lengths = [0]
  for (let i = 1; i < fine.length; i++)
    lengths.push((lengths[i - 1] as number) + distance(fine[i - 1] as Lab, fine[i] as Lab))
  const whole = lengths.at(-1) as number
  let at = 0
  return Array.from({ length: HEAT_STEPS }, (_, step) => {
    while (at < fine.length - 1 && (lengths[at] as number) < (whole * step) / (HEAT_STEPS - 1)) at++
    const [r, g, b] = linearOf(fine[at] as Lab)
    return [byteOf(r), byteOf(g), byteOf(b)] as const
  })
}

let known: ReadonlyArray<Rgb> | undefined

/** The colours, made when they are first asked for. */
export const heatColours = (): ReadonlyArray<Rgb> => (known ??= evenSteps())
