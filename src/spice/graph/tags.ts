/** Tags of nouns. RULES 5, N. */
export const isNoun = (tag: string): boolean => tag === 'NN' || tag === 'NNS' || tag === 'NNP' || tag === 'NNPS'

/** Tags of plural nouns. RULES 5, P. */
export const isPlural = (tag: string): boolean => tag === 'NNS' || tag === 'NNPS'

/** Tags of pronouns, possessive ones too. RULES 4.2. */
export const isPronoun = (tag: string): boolean => tag.startsWith('PRP')
