import type { ProgressEvent } from '../services/wire'
import { countWords, leftWords, percentWords, rateWords } from '../uploads/figures'
import { countOf, secondsLeft, type UploadView } from '../uploads/uploadView'

interface UploadFiguresProps {
  readonly view: UploadView
  readonly event: ProgressEvent
}

// How far an upload is, and what is left of it.
export function UploadFigures({ view, event }: UploadFiguresProps) {
  const { completed, failed, total } = event.documents
  const isLive = !event.terminal
  // All that there are of its chunks, and yet not all of it.
  const isPartial = event.status === 'completed' && failed > 0
  const left = secondsLeft(view)
  if (event.status === 'cancelled') return <p className="figures">Nothing of it is kept: the collection is as it was.</p>
  return (
    <>
      <p className="figures">
        {event.total_chunks === 0 ? (
          <span>{isLive ? 'No chunks yet' : 'No chunks'}</span>
        ) : (
          <span>
            <strong>{countWords(event.current_chunk, event.total_chunks, event.total_is_estimate && isLive)}</strong>{' '}
            chunks
          </span>
        )}
        {(isLive || event.total_chunks > 0) && !isPartial && (
          <span className="figures-percent">{percentWords(event.progress_percent)}</span>
        )}
      </p>
      <p className="figures figures-small">
        <span>
          {completed.toLocaleString('en')} of {countOf(total, 'document')} done
          {failed > 0 && <span className="figures-failed">, {failed.toLocaleString('en')} failed</span>}
        </span>
        {left !== null && (
          <span>
            {event.chunks_per_second > 0 && `${rateWords(event.chunks_per_second)} · `}
            {leftWords(left)}
          </span>
        )}
      </p>
    </>
  )
}
