import { statusLabel } from './statusWords'
import { countOf, statusOf, titleOf, type UploadView } from './uploadView'

// What a screen reader is told when a view changes: states and failures, never chunks.
export function announcement(before: UploadView, after: UploadView): string | null {
  const title = titleOf(after)
  if (after.phase === 'refused' && before.phase !== 'refused') {
    return `${title} was not taken: ${after.problem?.title ?? 'unknown reason'}`
  }
  if (after.phase === 'unknown' && before.phase !== 'unknown') {
    return `${title}: the server does not know this upload`
  }
  const failed = after.event?.documents.failed ?? 0
  const failedNow = failed > (before.event?.documents.failed ?? 0)
  const words: string[] = []
  if (after.event && statusOf(after) !== (before.event && statusOf(before))) {
    words.push(after.event.terminal ? after.event.message : statusLabel(after.event.status))
  }
  if (failedNow) words.push(`${countOf(failed, 'document')} failed`)
  return words.length > 0 ? `${title}: ${words.join('. ')}` : null
}
