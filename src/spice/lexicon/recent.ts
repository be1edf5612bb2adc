/** Answers remembered by the string that they are the answer to. */
export interface Recent<A> {
  readonly get: (question: string) => A | undefined
  readonly set: (question: string, answer: A) => void
}

/** Keeps the answers last asked for: at least `size` of them, at most twice as many. */
export const recent = <A>(size: number): Recent<A> => {
  let young = new Map<string, A>()
  let old = new Map<string, A>()
  const set: Recent<A>['set'] = (question, answer) => {
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(question, answer)
  }
  const get: Recent<A>['get'] = (question) => {
    const answer = young.get(question)
    if (answer !== undefined) return answer
    const older = old.get(question)
    if (older !== undefined) set(question, older)
    return older
  }
  return { get, set }
}
