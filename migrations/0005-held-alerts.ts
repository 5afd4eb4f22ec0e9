import type { Migration } from './dialect.ts'

/** Alerts and responses that wait to be relayed: nobody vouches yet for whose they are. */
export const heldAlerts: Migration = {
  name: '0005-held-alerts',
  statements: ({ text, strict }) => [
    `create table held_alert (
  digest ${text} primary key references object on delete cascade
)${strict}`,
  ],
}
