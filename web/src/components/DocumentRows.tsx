import { useState } from 'react'
import { parseStatus, type DocumentResult, type Status } from '../services/wire'
import { shownName } from '../uploads/fileName'
import { statusLabel } from '../uploads/statusWords'
import { countOf } from '../uploads/uploadView'
import { FileName } from './FileName'
import { StatusIcon } from './StatusIcon'
import './DocumentRows.css'

const shown_first = 8

interface DocumentRowsProps {
  readonly results: readonly DocumentResult[]
}

// A document's state may be a word that an upload never has (`unchanged`, `quarantined`).
function knownStatus(word: string): Status | null {
  try {
    return parseStatus(word)
  } catch {
    return null
  }
}

function reasonPlace(error: NonNullable<DocumentResult['error']>): string {
  const places = [error.page ? `page ${error.page}` : '', error.stage ? `${error.stage} stage` : '']
  return places.filter((place) => place !== '').join(', ')
}

function DocumentRow({ result }: { readonly result: DocumentResult }) {
  const status = knownStatus(result.status)
  const place = result.error ? reasonPlace(result.error) : ''
  const figures = [
    result.pages > 0 ? countOf(result.pages, 'page') : '',
    result.chunks > 0 && status !== 'cancelled' ? countOf(result.chunks, 'chunk') : '',
  ]
  return (
    <li className="document-row" data-status={result.status}>
      <span className="document-sign">
        <StatusIcon status={status} />
      </span>
      <FileName name={result.filename} className="document-name" />
      <span className="document-figures">
        <span className="sr-only">{status ? statusLabel(status) : result.status}. </span>
        {figures.filter((figure) => figure !== '').join(' · ')}
      </span>
      {result.error && (
        <span className="document-reason">
          {shownName(result.error.detail)}
          {place !== '' && <small> ({place})</small>}
        </span>
      )}
      {result.warnings.map((warning) => (
        <span key={warning} className="document-warning">
          {shownName(warning)}
        </span>
      ))}
    </li>
  )
}

// What became of each document: those that failed first, since they want something of the reader.
export function DocumentRows({ results }: DocumentRowsProps) {
  const [showsAll, setShowsAll] = useState(false)
  const ordered = [...results].sort((a, b) => Number(b.error !== null) - Number(a.error !== null))
  const shown = showsAll ? ordered : ordered.slice(0, shown_first)
  const rest = ordered.length - shown.length
  return (
    <div className="documents">
      <ul aria-label="Documents">
        {shown.map((result) => (
          <DocumentRow key={result.document_id} result={result} />
        ))}
      </ul>
      {rest > 0 && (
        <button
          type="button"
          className="button-plain"
          onClick={() => {
            setShowsAll(true)
          }}
        >
          Show {countOf(rest, 'more document')}
        </button>
      )}
    </div>
  )
}
