import type { Connection } from '../services/watchUpload'
import type { DocumentResult, Problem, ProgressEvent, Status } from '../services/wire'
import { shownName } from './fileName'

// One upload as the page shows it.
//   key     names it while the page lives; the upload_id comes only with the server's answer
//   title   what the person chose; null for an upload that is not from this page
//   phase   sending: the body is on its way · refused: it was not taken, see `problem`
//           live: the server has it · unknown: the server does not know it (any more)
//   sent    bytes of the body; null before the first have left
//   movingSince  when chunks were first seen to land over the connection that there is, in the
//           server's time; null before
export interface UploadView {
  readonly key: string
  readonly uploadId: string | null
  readonly collection: string | null
  readonly title: string | null
  readonly phase: 'sending' | 'refused' | 'live' | 'unknown'
  readonly sent: { readonly bytes: number; readonly total: number } | null
  readonly connection: Connection
  readonly event: ProgressEvent | null
  readonly movingSince: string | null
  readonly results: readonly DocumentResult[]
  readonly problem: Problem | null
  // Its failed documents are on their way again, in an upload of their own.
  readonly isRetried: boolean
}

// The view with a newer event. One that is not newer, or that comes after the end, changes nothing:
// what is shown never goes back.
export function withEvent(view: UploadView, event: ProgressEvent): UploadView {
  const shown = view.event
  if (shown && (shown.terminal || event.seq <= shown.seq)) return view
  const movingSince = view.movingSince ?? (event.current_chunk > 0 ? event.timestamp : null)
  return { ...view, phase: 'live', event, movingSince }
}

// What a lost connection has missed is no part of a rate.
export function withConnection(view: UploadView, connection: Connection): UploadView {
  if (view.connection === connection) return view
  return { ...view, connection, ...(connection === 'waiting' && { movingSince: null }) }
}

const rate_settles_ms = 2_000

// Seconds that an upload still takes; null while nothing can be said. The first chunks come at no
// rate that would tell of the rest.
export function secondsLeft({ event, movingSince }: UploadView): number | null {
  if (!event || event.terminal || movingSince === null) return null
  return Date.parse(event.timestamp) - Date.parse(movingSince) < rate_settles_ms ? null : event.eta_seconds
}

export function statusOf(view: UploadView): Status {
  if (view.phase === 'refused') return 'failed'
  return view.event?.status ?? 'received'
}

export function isOver(view: UploadView): boolean {
  return view.phase === 'refused' || view.phase === 'unknown' || (view.event?.terminal ?? false)
}

export function canRetry({ event, isRetried }: UploadView): boolean {
  if (!event?.terminal || isRetried) return false
  return event.status !== 'cancelled' && event.documents.failed > 0
}

export function titleOf(view: UploadView): string {
  if (view.title !== null) return shownName(view.title)
  const total = view.event?.documents.total ?? 0
  const [first] = view.results
  if (total === 1 && first) return shownName(first.filename)
  return total > 0 ? countOf(total, 'document') : `Upload ${view.uploadId?.slice(0, 8) ?? ''}`
}

// What to call a set of files: the one file, the one folder, or how many there are.
export function titleOfNames(names: readonly string[]): string {
  const [first = ''] = names
  if (names.length === 1) return first
  const folder = first.includes('/') ? first.slice(0, first.indexOf('/') + 1) : null
  const inOne = folder !== null && names.every((name) => name.startsWith(folder))
  return inOne ? `${folder} (${countOf(names.length, 'document')})` : countOf(names.length, 'document')
}

export function countOf(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}
