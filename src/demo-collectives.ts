/** One of the invented collectives of the demo, and what it does there, as commands. */
export interface DemoCollective {
  readonly directory: string
  readonly name: string
  readonly origin: string
  readonly language: string
  readonly members: number
  readonly threshold: number
  /** How it knows the others, in its own language. */
  readonly howKnown: string
  /** Arguments of `charter sign` besides the charter and the keys. */
  readonly decision: readonly string[]
}

export const DEMO_COLLECTIVES: readonly DemoCollective[] = [
  {
    directory: 'harbor',
    name: 'Harbor Commons',
    origin: 'http://localhost:8081',
    language: 'en',
    members: 3,
    threshold: 2,
    howKnown: 'We met at the hosting camp and share a backup.',
    decision: ['--read', 'en', '--method', 'consensus', '--quorum', '5', '--agree', '9'],
  },
  {
    directory: 'nube',
    name: 'Nube Libre',
    origin: 'http://localhost:8082',
    language: 'es',
    members: 1,
    threshold: 1,
    howKnown: 'Trabajamos juntas desde hace años y nos cuidamos los servidores.',
    decision: [
      '--read',
      'en',
      '--read',
      'es',
      '--method',
      'consensus',
      '--quorum',
      '2',
      '--agree',
      '2',
      '--reservations',
      '1',
      '--language',
      'es',
      '--reserve',
      'shared-root=Somos tres personas: hoy solo dos tienen acceso de administración. Buscamos una tercera.',
    ],
  },
  {
    directory: 'rosa',
    name: 'Atelier Rosa',
    origin: 'http://localhost:8083',
    language: 'fr',
    members: 1,
    threshold: 1,
    howKnown: 'Nous nous voyons chaque mois et relisons nos guides ensemble.',
    decision: ['--read', 'fr', '--method', 'consent', '--quorum', '3', '--agree', '5'],
  },
]
