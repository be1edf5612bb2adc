/** Neighbouring samples, going round, so that a batch may be larger than the workload. */
export const batchesOf = <S>(samples: ReadonlyArray<S>, batchSize: number): ReadonlyArray<ReadonlyArray<S>> =>
  Array.from({ length: Math.max(1, Math.floor(samples.length / batchSize)) }, (_, batch) =>
    Array.from({ length: batchSize }, (_, row) => samples[(batch * batchSize + row) % samples.length] as S),
  )
