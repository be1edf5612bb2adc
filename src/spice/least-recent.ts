/** Answers kept by the question. */
export interface Kept<A> {
  readonly get: (question: string) => A | undefined
  readonly set: (question: string, answer: A) => void
}

/** Keeps at most `size` answers; the one asked for longest ago goes first. */
export const leastRecent = <A>(size: number): Kept<A> => {
  // A map is in the order in which entries were put in.
  const answers = new Map<string, A>()
  return {
    get: (question) => {
      const answer = answers.get(question)
      if (answer === undefined) return undefined
      answers.delete(question)
      answers.set(question, answer)
      return answer
    },
    set: (question, answer) => {
      answers.delete(question)
      answers.set(question, answer)
      if (answers.size <= size) return
      const [oldest] = answers.keys()
      if (oldest !== undefined) answers.delete(oldest)
    },
  }
}
