import type { Migration } from './dialect.ts'

/** What followers on other servers were told of the collective's communiqués, and the newest words. */
export const posts: Migration = {
  name: '0004-posts',
  statements: ({ text, integer, strict }) => [
    `create table post (
  id ${text} primary key,
  slug ${text} not null,
  statement ${text} not null,
  version ${integer} not null,
  type ${text} not null,
  published ${text} not null,
  article ${text} not null,
  note ${text} not null
)${strict}`,
  ],
}
