/** verl adds this to the counts it divides by. */
export const COUNT_EPSILON = 1e-8

/** Log-ratios go no further from 0. */
export const MOST_LOG_RATIO = 20

/** The mean log-ratio of a completion goes no higher (gspo). */
export const MOST_MEAN_LOG_RATIO = 10

/** verl adds this to a weight before its logarithm (geo_mean). */
export const WEIGHT_EPSILON = 1e-10

/** The k3 estimate of a token goes no further from 0. */
export const MOST_DIVERGENCE = 10
