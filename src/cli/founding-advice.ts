import type { FoundingPlan } from './founding.ts'

/** What people do once an identity is there. */
export function whatNext({ members, threshold }: FoundingPlan): string[] {
  const handOut =
    members.kind === 'made-here'
      ? [
          '1. Give each member their file (keys/member-N.age) on a stick, and delete it here:',
          `   ${threshold} of these keys decide everything, so they must not lie beside the node.`,
        ]
      : ['1. The member keys are with their members already; leave them there.']
  return [
    'What to do next:',
    ...handOut,
    '2. Give every member a copy of keys/controller.age too, and delete it here. Alone it can do',
    '   nothing; with it and enough member keys the collective recovers from any loss.',
    '3. tessera profile edit     says who you are, what you offer and how to reach you',
    '4. tessera start            serves it',
    '5. tessera peer add URL     finds others',
  ]
}

/** Nobody shall found a collective on one key without knowing it. */
export const ONE_IS_ENOUGH = [
  'ATTENTION: one member key alone speaks for this collective. Whoever gets that file can do',
  'everything in its name. For anything but a try, begin with: tessera init --members 3 --threshold 2',
  '(or change the members later: tessera key members).',
]
