// What the figures depend on: the machine, and the versions of what is compared.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'

function told(command, ...words) {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

export function machine() {
  const system = /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux'
  return {
    cpu: cpus()[0].model.replace(/\s+/g, ' ').trim(),
    cores: cpus().length,
    memory_bytes: totalmem(),
    kernel: release().match(/^\d+\.\d+/)[0],
    system,
    load: loadavg()[0].toFixed(1),
  }
}

const ofDebian = (name) => told('dpkg-query', '-W', '-f', '${Version}', name).replace(/[-+].*$/, '')
const ofNpm = (folder, name) =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version

// A name for people → version; of what is there.
export function versions(places) {
  const found = {
    ingestd: told(places.ingestd, '--version')
      .replace(/^ingestd\s*/, '')
      .split('\n')[0],
  }
  if (places.fastapi) {
    for (const name of ['fastapi', 'uvicorn', 'websockets']) found[name] = ofDebian(`python3-${name}`)
    found.Python = told('/usr/bin/python3', '--version').replace('Python ', '')
  }
  if (places.node) {
    found.Node = process.versions.node
    for (const name of ['fastify', 'ws', 'better-sqlite3']) found[name] = ofNpm(places.node, name)
  }
  return found
}

export const commit = () => told('git', 'rev-parse', '--short', 'HEAD') || 'unknown'
export const isDirty = () => told('git', 'status', '--porcelain', '--untracked-files=no') !== ''
