/**
 * SplitMix64: 64-bit numbers of a stream that `state` names. The state goes on by the golden ratio, and is mixed by two products and
 * three shifts. Paper: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, with the constants of Vigna's
 * public-domain splitmix64.c.
 */
export const splitMix64 = (state: bigint): (() => bigint) => {
  let at = state
  return () => {
    at = u64(at + 0x9e3779b97f4a7c15n)
    let mixed = u64((at ^ (at >> 30n)) * 0xbf58476d1ce4e5b9n)
    mixed = u64((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn)
    return mixed ^ (mixed >> 31n)
  }
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
