import type { Migration } from './dialect.ts'

/**
 * What is not public: envelopes as they came or were sent, and frozen texts that wait for their time.
 * Neither says more than who, to whom, until when: what is in them is an age file.
 */
export const sealed: Migration = {
  name: '0003-sealed',
  statements: ({ text, strict }) => [
    `create table envelope (
  digest ${text} primary key,
  sender ${text} not null,
  received ${text} not null,
  expires ${text} not null,
  bytes ${text} not null
)${strict}`,
    'create index envelope_sender on envelope (sender)',
    'create index envelope_expires on envelope (expires)',
    `create table scheduled (
  digest ${text} primary key,
  type ${text} not null,
  due ${text} not null,
  expires ${text},
  sealed ${text} not null,
  problem ${text}
)${strict}`,
  ],
}
