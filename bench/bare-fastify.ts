import { fastify } from 'fastify'

/** What the start of a node is compared with. */
const app = fastify()
app.get('/', async () => 'hello')
await app.listen({ port: 0, host: '127.0.0.1' })
console.error('listening')
process.on('SIGTERM', () => process.exit())
