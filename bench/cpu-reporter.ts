/** Loaded before a server that is measured: says over IPC how much CPU the process has used. */
process.on('message', (message) => {
  if (message !== 'cpu') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system })
})
process.channel?.unref()
