import type { CSSProperties } from 'react'
import type { ProgressEvent } from '../services/wire'
import './ChunkBar.css'

// So many chunks can still be told apart on a bar.
const cells_max = 80

interface ChunkBarProps {
  readonly event: ProgressEvent | null
}

// The share of documents that failed, once the others are in.
function failedShare(event: ProgressEvent | null): number {
  return event?.status === 'completed' ? event.documents.failed / event.documents.total : 0
}

// The share of chunks that can be found, a notch for each where there are few. At the end the
// documents that failed take their share of it.
export function ChunkBar({ event }: ChunkBarProps) {
  const total = event?.total_chunks ?? 0
  const failed = failedShare(event)
  const hasCells = event !== null && !event.total_is_estimate && total > 1 && total <= cells_max && failed === 0
  const style = {
    ...(hasCells && { '--ingestd-cells': total }),
    ...(failed > 0 && { '--ingestd-failed': `${100 * failed}%` }),
  } as CSSProperties
  // Without a total the bar says that it does not know. One that ended without any is empty.
  const value = event && (total > 0 || event.terminal) ? event.progress_percent : undefined
  return (
    <div
      className="chunk-bar"
      data-cells={hasCells}
      data-known={value !== undefined}
      data-moving={event !== null && !event.terminal && !event.waiting_on}
      style={style}
    >
      <progress aria-label="Chunks indexed" max={100} value={value} />
      {failed > 0 && <span className="chunk-bar-failed" />}
    </div>
  )
}
