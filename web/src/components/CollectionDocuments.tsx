import { useEffect, useState } from 'react'
import type { CollectionDocument, Page } from '../services/wire'
import { countOf } from '../uploads/uploadView'
import { useIngestd } from '../uploads/useUploads'
import { FileName } from './FileName'

interface CollectionDocumentsProps {
  readonly collection: string
  // A new figure asks again.
  readonly changes: number
}

// What is in a collection, in the order in which the server tells it.
export function CollectionDocuments({ collection, changes }: CollectionDocumentsProps) {
  const { api } = useIngestd()
  const [page, setPage] = useState<Page<CollectionDocument> | null>(null)

  useEffect(() => {
    setPage(null)
  }, [collection])

  useEffect(() => {
    let isCurrent = true
    api.documents(collection).then(
      (answer) => {
        if (isCurrent) setPage(answer)
      },
      // What was told before stands until there is a newer answer.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [api, collection, changes])

  const more = async () => {
    if (!page?.next_cursor) return
    const next = await api.documents(collection, page.next_cursor)
    setPage({ entries: [...page.entries, ...next.entries], next_cursor: next.next_cursor })
  }

  if (!page || page.entries.length === 0) return null
  return (
    <details className="collection-documents">
      <summary>
        {page.next_cursor === null
          ? countOf(page.entries.length, 'document')
          : `More than ${countOf(page.entries.length, 'document')}`}{' '}
        in {collection}
      </summary>
      <ul>
        {page.entries.map(({ document_id, filename, chunks }) => (
          <li key={document_id}>
            <FileName name={filename} className="document-name" />
            {chunks > 0 && <span>{countOf(chunks, 'chunk')}</span>}
          </li>
        ))}
      </ul>
      {page.next_cursor !== null && (
        <button type="button" className="button-plain" onClick={() => void more().catch(() => undefined)}>
          Show more
        </button>
      )}
    </details>
  )
}
