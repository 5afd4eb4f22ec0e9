/**
 * What is wrong with a value: `<code> <rest of a sentence that begins with the member's name>`, or
 * null. Being one string it passes through TypeBox as the message of a refinement.
 */
export type Problem = `${string} ${string}` | null
