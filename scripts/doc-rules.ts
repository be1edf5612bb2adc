import ts from 'typescript'
import type { PublicName } from './public-api.js'

/** The doc comment of one public name, taken apart. */
export interface Comment {
  readonly description: string
  /** Description and every tag but the example, as one text. */
  readonly prose: string
  readonly tags: ReadonlySet<string>
  readonly params: ReadonlyMap<string, string>
  readonly examples: ReadonlyArray<string>
}

export const commentOf = (checker: ts.TypeChecker, { symbol }: PublicName): Comment => {
  const textOf = (tag: ts.JSDocTagInfo): string => ts.displayPartsToString(tag.text)
  const description = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()
  const tags = symbol.getJsDocTags(checker)
  const params = tags.flatMap((tag): ReadonlyArray<readonly [string, string]> => {
    const [, name, text] = tag.name === 'param' ? (/^(\S+)(?:\s+-)?\s+([\s\S]+)$/.exec(textOf(tag)) ?? []) : []
    return name === undefined || text === undefined ? [] : [[name, text]]
  })
  return {
    description,
    prose: [description, ...tags.filter((tag) => tag.name !== 'example').map(textOf)].join('\n'),
    tags: new Set(tags.map((tag) => tag.name)),
    params: new Map(params),
    examples: tags.filter((tag) => tag.name === 'example').map(textOf),
  }
}

/** An example that vitest runs. */
export const isExecuted = (example: string): boolean => /```ts[^\n]*@import\.meta\.vitest/.test(example)

/** A domain, a unit or a limit is said in one of these ways. */
const DOMAIN =
  /\d|∞|finite|infinit|integer|positive|negative|whole|fraction|count|length|characters|tokens|milliseconds|seconds|bytes|index|any number|weight|threshold|range/i

/** What a call may end in, beside its value. */
const ENDS = /Left|Right|`?(Failed|Skipped|Scored)`?|reject|throw|never fails/i

/** What a value lies in. */
const RANGE = /\[|\]|\d|range|true|false|parts|empty|value|outcome|undefined|null|same|every/i

/**
 * The rule for functions: each parameter is said something about, numbers say their domain, and the result its range or its
 * errors. Answers with what is missing.
 */
export const missingInFunction = (checker: ts.TypeChecker, named: PublicName): ReadonlyArray<string> => {
  const comment = commentOf(checker, named)
  const type = checker.getTypeOfSymbolAtLocation(named.symbol, named.declaration)
  const signature = type.getCallSignatures()[0]
  if (signature === undefined) return []
  const missing: Array<string> = []
  if (comment.description.length < 20) missing.push('a description')
  if (!comment.tags.has('category')) missing.push('@category')
  if (!comment.tags.has('since')) missing.push('@since')
  for (const parameter of signature.getParameters()) missing.push(...missingOfParameter(checker, comment, parameter))
  return [...missing, ...missingOfResult(checker.typeToString(signature.getReturnType()), comment)]
}

const missingOfParameter = (checker: ts.TypeChecker, comment: Comment, parameter: ts.Symbol): ReadonlyArray<string> => {
  const declaration = parameter.valueDeclaration
  if (declaration === undefined) return []
  const type = checker.getTypeOfSymbolAtLocation(parameter, declaration)
  const text =
    comment.params.get(parameter.name) ?? (comment.description.includes(`\`${parameter.name}\``) ? comment.prose : '')
  if (isNumber(checker, type)) {
    return DOMAIN.test(text) ? [] : [`the domain and unit of the number \`${parameter.name}\``]
  }
  if (text !== '' || isPlain(checker, type)) return []
  const options = optionsOf(checker, type)
  if (options === undefined) return [`@param ${parameter.name}`]
  return options.flatMap((option) => {
    const said = ts.displayPartsToString(option.getDocumentationComment(checker))
    const known = said !== '' || comment.prose.includes(`\`${option.name}\``)
    const optionType = checker.getTypeOfSymbolAtLocation(option, declaration)
    if (isNumber(checker, optionType) && !DOMAIN.test(said))
      return [`the domain of \`${parameter.name}.${option.name}\``]
    return known || isPlain(checker, optionType) ? [] : [`a comment on \`${parameter.name}.${option.name}\``]
  })
}

const missingOfResult = (type: string, comment: Comment): ReadonlyArray<string> => {
  if (/^(TaskEither|Either|Promise|TE\.|E\.)/.test(type)) {
    return ENDS.test(comment.prose) ? [] : ['what it ends in (Left and Right, Failed, rejections)']
  }
  if (/^(number|Reward<)/.test(type)) return RANGE.test(comment.prose) ? [] : ['the range of its result']
  return []
}

const isNumber = (checker: ts.TypeChecker, type: ts.Type): boolean =>
  (checker.getNonNullableType(type).flags & ts.TypeFlags.NumberLike) !== 0

/** A type that says it all: rewards and lists of them, samples, named types of the model with a comment of their own. */
const isPlain = (checker: ts.TypeChecker, type: ts.Type): boolean => {
  const name = checker.typeToString(checker.getNonNullableType(type))
  return /^(Reward<|AnyReward|readonly AnyReward|Rs$|Ws$|R$|Outcome|RewardError|RewardMeta|Range$|SkipRule|Variant|TaskEither|S$|boolean)/.test(
    name,
  )
}

/** The properties of an options interface of ours. */
const optionsOf = (checker: ts.TypeChecker, type: ts.Type): ReadonlyArray<ts.Symbol> | undefined => {
  const plain = checker.getNonNullableType(type)
  const declaration = (plain.aliasSymbol ?? plain.getSymbol())?.declarations?.[0]
  if (declaration === undefined || declaration.getSourceFile().fileName.includes('node_modules')) return undefined
  if (plain.getCallSignatures().length > 0) return undefined
  return plain.getProperties()
}
