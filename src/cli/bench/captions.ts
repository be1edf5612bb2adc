/** Of these, captions and prompts are put together: made for the project, in the way people describe pictures. */
const SUBJECTS = [
  'A man',
  'Two young women',
  'a small brown dog',
  'A group of people',
  'The old fisherman',
  'a white cat',
  'Three children',
  'A chef in a tall hat',
  'a glass robot',
  'an elephant',
  'A girl',
  'Several sheep',
  'A street musician',
  'a red fox',
  'The tennis player',
  'a couple',
] as const
const ACTIONS = [
  'holds a large umbrella',
  'stands next to a bench',
  'sit on a green couch',
  'is riding a bicycle',
  'looks at the camera',
  'eating a slice of pizza',
  'plays with a yellow ball',
  'is walking past a truck',
  'carries two heavy bags',
  'waits for the train',
  'reading a newspaper',
  'is surrounded by flowers',
  'jumps over a puddle',
  'are painting a castle',
  'has a bowl of fruit',
  'sleeps under a blanket',
] as const
const PLACES = [
  'on a sandy beach.',
  'in front of a building',
  'near the river',
  'at night',
  'in a busy street.',
  'on a snowy hill.',
  'beside a stone bridge',
  'in the kitchen.',
  'under a cloudy sky',
  'in a dark forest.',
  'behind a white fence',
  'in an open field.',
  'on the sidewalk',
  'inside a station.',
  'by the window',
  'with mountains behind',
] as const

/** So many different captions can be made. */
const CAPTIONS = SUBJECTS.length * ACTIONS.length * PLACES.length

/** The caption of a number below that: another one for each. */
const captionOf = (number: number): string => {
  const [subject, action] = [Math.floor(number / (ACTIONS.length * PLACES.length)), Math.floor(number / PLACES.length)]
  return `${SUBJECTS[subject % SUBJECTS.length]} ${ACTIONS[action % ACTIONS.length]} ${PLACES[number % PLACES.length]}`
}

/** Prime to the number of captions: going round by it meets each of them once. */
const STRIDE = 1531

/** Another place and another action. */
const OTHER = ACTIONS.length + 1

/** A caption and a prompt about the same subject. No text comes twice in as many rows as there are pairs of captions. */
export const captionAndPrompt = (row: number): { readonly caption: string; readonly prompt: string } => {
  const number = (2 * row * STRIDE) % CAPTIONS
  return { caption: captionOf(number), prompt: captionOf(number ^ OTHER) }
}
