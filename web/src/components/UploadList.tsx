import { useUploads } from '../uploads/useUploads'
import type { UploadsState } from '../uploads/uploadStore'
import { UploadProgress } from './UploadProgress'
import './UploadList.css'

interface UploadListProps {
  readonly query: string
  // What the field for a collection says now.
  readonly collection: string
}

// The keys as one string: the list renders again when an upload comes or goes, not when one moves.
const keysOf = (state: UploadsState) => state.uploads.map(({ key }) => key).join(' ')

export function UploadList({ query, collection }: UploadListProps) {
  const keys = useUploads(keysOf)
  if (keys === '') return null
  return (
    <section className="uploads" aria-labelledby="uploads-title">
      <h2 id="uploads-title">Uploads</h2>
      <ul className="uploads-list">
        {keys.split(' ').map((key) => (
          <li key={key}>
            <UploadProgress viewKey={key} query={query} collection={collection} />
          </li>
        ))}
      </ul>
    </section>
  )
}
