// What a tab remembers of its uploads across a reload.
export interface RememberedUpload {
  readonly uploadId: string
  readonly collection: string | null
  readonly title: string | null
}

const storage_key = 'ingestd.uploads'
const remembered_max = 50

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
  try {
    const kept: unknown = JSON.parse(storage.getItem(storage_key) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap(parseRemembered) : []
  } catch {
    return []
  }
}

// A browser may deny storage: then a reload shows what the server still works on.
export function writeRemembered(storage: Storage, uploads: readonly RememberedUpload[]): void {
  try {
    storage.setItem(storage_key, JSON.stringify(uploads.slice(0, remembered_max)))
  } catch {
    return
  }
}
