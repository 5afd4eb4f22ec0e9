import { nodeSigned } from './common.ts'
import { entryMembers } from './entry.ts'
import { closed, flag, optional, type Shape } from './shapes.ts'

/** The directory entry of a collective, by itself. */
export const profileSchema = closed({
  ...nodeSigned('Profile'),
  ...entryMembers,
  /** Consent to be listed by directories and search engines (FEP-5feb); missing means no. */
  discoverable: optional(flag),
})

export type Profile = Shape<typeof profileSchema>
