import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Api } from '../services/api'
import type { UploadsState, UploadStore } from './uploadStore'

export interface Ingestd {
  readonly api: Api
  readonly uploads: UploadStore
}

export const IngestdContext = createContext<Ingestd | null>(null)

export function useIngestd(): Ingestd {
  const ingestd = useContext(IngestdContext)
  if (!ingestd) throw new Error('outside of IngestdContext')
  return ingestd
}

// What `select` takes out of the uploads' state. Renders again only when that has changed, so it
// must give the same value, or the same object, for the same state.
export function useUploads<Selected>(select: (state: UploadsState) => Selected): Selected {
  const { uploads } = useIngestd()
  return useSyncExternalStore(uploads.subscribe, () => select(uploads.getSnapshot()))
}
