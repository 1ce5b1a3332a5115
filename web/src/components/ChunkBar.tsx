import type { CSSProperties } from 'react'
import type { ProgressEvent } from '../services/wire'
import './ChunkBar.css'

// So many chunks can still be told apart on a bar.
const cells_max = 80

interface ChunkBarProps {
  readonly event: ProgressEvent | null
}

// The share of chunks that can be found, a notch for each where there are few.
export function ChunkBar({ event }: ChunkBarProps) {
  const total = event?.total_chunks ?? 0
  const hasCells = event !== null && !event.total_is_estimate && total > 1 && total <= cells_max
  const style = hasCells ? ({ '--ingestd-cells': total } as CSSProperties) : undefined
  // Without a total the bar says that it does not know. One that ended without any is empty.
  const value = event && (total > 0 || event.terminal) ? event.progress_percent : undefined
  return (
    <div
      className="chunk-bar"
      data-cells={hasCells}
      data-moving={event !== null && !event.terminal && !event.waiting_on}
      style={style}
    >
      <progress aria-label="Chunks indexed" max={100} value={value} />
    </div>
  )
}
