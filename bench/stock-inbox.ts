import { startStockFedify } from './stock-fedify.ts'

/** Stock Fedify in a process of its own: says where it listens and what its listeners have done. */
const REPORT_EVERY = 20

const node = await startStockFedify(null)
process.send?.({ origin: node.origin })
let reported = -1
setInterval(() => {
  if (node.received() === reported) return
  reported = node.received()
  process.send?.({ received: reported })
}, REPORT_EVERY)
void node.federation.startQueue(null)
process.on('SIGTERM', () => process.exit()).on('disconnect', () => process.exit())
