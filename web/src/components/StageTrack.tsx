import type { ProgressEvent, StageCounts, Status } from '../services/wire'
import { stages, statusLabel } from '../uploads/statusWords'
import { StatusIcon } from './StatusIcon'
import './StageTrack.css'

type StageName = (typeof stages)[number]

interface StageTrackProps {
  readonly status: Status
  readonly event: ProgressEvent | null
}

function chunksDone(stage: StageName, counts: StageCounts): number | null {
  switch (stage) {
    case 'received':
    case 'extracting':
      return null
    case 'chunking':
      return counts.chunked
    case 'enriching':
      return counts.enriched
    case 'indexing':
      return counts.indexed
    default:
      return stage satisfies never
  }
}

function stateOf(stage: StageName, status: Status): 'done' | 'now' | 'ahead' | 'left' {
  if (status === 'completed') return 'done'
  if (status === 'failed' || status === 'cancelled') return 'left'
  const now = stages.indexOf(status)
  const at = stages.indexOf(stage)
  return at < now ? 'done' : at === now ? 'now' : 'ahead'
}

// The way of an upload, its place on it, and how many chunks each stage has done.
export function StageTrack({ status, event }: StageTrackProps) {
  return (
    <ol className="stage-track" aria-label="Stages">
      {stages.map((stage) => {
        const state = stateOf(stage, status)
        const done = event && chunksDone(stage, event.stages)
        return (
          <li key={stage} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="stage-sign">
              <StatusIcon status={stage} />
            </span>
            <span className="stage-name">{statusLabel(stage)}</span>
            <span className="stage-count">{done === null || done === 0 ? '' : done.toLocaleString('en')}</span>
          </li>
        )
      })}
    </ol>
  )
}
