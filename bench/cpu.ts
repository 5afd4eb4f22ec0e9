/** CPU of the whole process (user and system, all its threads) while `work` runs, in microseconds. */
export async function cpuMicroseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
