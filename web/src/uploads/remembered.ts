// What a tab remembers of its uploads across a reload.
export interface RememberedUpload {
  readonly uploadId: string
  readonly collection: string | null
  readonly title: string | null
}

const uploads_key = 'ingestd.uploads'
const cleared_key = 'ingestd.cleared'
const remembered_max = 50

function readList(storage: Storage, name: string): unknown[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(name) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

// A browser may deny storage: then a reload shows what the server tells.
function writeList(storage: Storage, name: string, list: readonly unknown[]): void {
  try {
    storage.setItem(name, JSON.stringify(list.slice(0, remembered_max)))
  } catch {
    return
  }
}

function parseRemembered(value: unknown): RememberedUpload[] {
  if (typeof value !== 'object' || value === null) return []
  const { uploadId, collection, title } = value as Record<string, unknown>
  if (typeof uploadId !== 'string') return []
  return [
    {
      uploadId,
      collection: typeof collection === 'string' ? collection : null,
      title: typeof title === 'string' ? title : null,
    },
  ]
}

// Newest first; empty where nothing is kept, or what is kept cannot be read.
export function readRemembered(storage: Storage): RememberedUpload[] {
  return readList(storage, uploads_key).flatMap(parseRemembered)
}

export function writeRemembered(storage: Storage, uploads: readonly RememberedUpload[]): void {
  writeList(storage, uploads_key, uploads)
}

// Uploads that were cleared from the page: they do not come back by themselves.
export function readCleared(storage: Storage): string[] {
  return readList(storage, cleared_key).filter((id) => typeof id === 'string')
}

export function addCleared(storage: Storage, uploadId: string): void {
  writeList(storage, cleared_key, [uploadId, ...readCleared(storage)])
}
