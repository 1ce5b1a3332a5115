// Memory, processor time and descriptors of a process and of all that it started, as /proc tells them.
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100 // USER_HZ: the same on every Linux

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // has ended meanwhile
  }
}

function entries(path) {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function family(pid) {
  const children = entries(`/proc/${pid}/task`)
    .flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' '))
    .filter((child) => child !== '')
  return [pid, ...children.flatMap(family)]
}

// Bytes in memory; pages that several processes share count in each, as `load` counts them.
export function memoryBytes(pid) {
  const kib = family(pid).map((one) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${one}/status`))?.[1] ?? 0))
  return 1024 * kib.reduce((sum, one) => sum + one, 0)
}

// Seconds, of ended children too.
export function processorSeconds(pid) {
  const ticks = family(pid).map((one) => {
    const line = read(`/proc/${one}/stat`)
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ') // from the third on
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  })
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond
}

// Of the process itself.
export const descriptors = (pid) => entries(`/proc/${pid}/fd`).length
