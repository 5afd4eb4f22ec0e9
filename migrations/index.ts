import { base } from './0001-base.ts'
import { directorySearch } from './0002-directory-search.ts'
import { sealed } from './0003-sealed.ts'
import { posts } from './0004-posts.ts'
import { heldAlerts } from './0005-held-alerts.ts'
import type { Migration } from './dialect.ts'

/** All migrations in order; the number of one is its place, from 1. Released ones never change. */
export const migrations: readonly Migration[] = [base, directorySearch, sealed, posts, heldAlerts]
