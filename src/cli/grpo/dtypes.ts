/** Types of numbers that trainers compute in. */
export const DTYPES = ['float64', 'float32', 'float16', 'bfloat16'] as const

export type Dtype = (typeof DTYPES)[number]
