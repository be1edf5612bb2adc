import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../../core/error.js'
import {
  countFault,
  type HttpRequestOptions,
  type HttpRequestSettings,
  MAX_COUNT,
  requestSettings,
  serviceUrl,
} from './request-options.js'

/**
 * Which service parses, and how patiently it is asked.
 *
 * @category model
 * @since 0.3.0
 */
export interface HttpParserOptions extends HttpRequestOptions {
  /** http or https, without user and password. Redirects are not followed. */
  readonly url: string | URL
  /** Texts of a request at most. Default 64. */
  readonly batchSize?: number
}

/** All of them decided. */
export interface HttpParserSettings extends HttpRequestSettings {
  readonly batchSize: number
}

const OWNER = 'spice'

/** The options checked, and the defaults filled in. */
export const httpParserSettings = (options: HttpParserOptions): E.Either<RewardError, HttpParserSettings> => {
  const { batchSize = 64 } = options
  return pipe(
    serviceUrl(OWNER, 'url', options.url),
    E.chain((url) => {
      const fault = countFault(OWNER, 'batchSize', batchSize, 1, MAX_COUNT)
      return fault === undefined ? requestSettings(OWNER, url, options) : E.left(fault)
    }),
    E.map((settings) => ({ ...settings, batchSize })),
  )
}
