/**
 * A reward as data, in JSON or YAML: an id, `{id: {options}}`, or a combinator over further specs.
 *
 * | form | same as |
 * | --- | --- |
 * | `"mcq"`, `{"mcq": {"variant": "released"}}` | the reward of that id, `corl rewards` lists them |
 * | `{"weightedSum": [[w, spec], ...], "skips"?}` | `weightedSum` |
 * | `{"sum": [spec, ...], "skips"?}`, `{"product": [spec, ...], "skips"?}` | `sum`, `product` |
 * | `{"scale": [spec, factor]}`, `{"clamp": [spec, lo, hi]}`, `{"normalize": spec}` | `scale`, `clamp`, `normalize` |
 * | `{"gate": [condition, spec], "threshold"?, "otherwise"?}` | `gate` |
 * | `{"fallback": [spec, spec], "on"?}` | `fallback` |
 * | `{"cached": spec, "maxEntries"?}` | `cached` |
 * | `{"timeout": [spec, timeoutMs]}` | `timeout` |
 * | `{"retry": spec, "attempts"?, "delayMs"?}` | `retry` |
 * | `{"concurrency": spec, "limit", "batchSize"?}` | `concurrency` |
 * | `{"named": [spec, name]}`, `{"constant": number}` | `named`, `constant` |
 *
 * `contramap` and `mapScore` take a function, which is no data: they exist in TypeScript only. The published JSON Schema
 * (`corl-rewards/schema/reward.schema.json`) says the same to an editor.
 *
 * @category model
 * @since 0.1.0
 */
export type RewardSpec = string | SpecObject

/** One reward with options, or one combinator with its arguments. */
export interface SpecObject {
  readonly [key: string]: SpecValue
}

/** A JSON value. */
export type SpecValue = string | number | boolean | null | ReadonlyArray<SpecValue> | SpecObject
