/** Why a task has no answer, in words for the user. */
export class Refusal extends Error {}
