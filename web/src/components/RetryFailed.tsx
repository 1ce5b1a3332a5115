import { useEffect, useRef } from 'react'
import { canRetry, titleOf, type UploadView } from '../uploads/uploadView'
import { useIngestd } from '../uploads/useUploads'

interface RetryFailedProps {
  readonly view: UploadView
}

// Takes the documents that failed again, as an upload of their own.
export function RetryFailed({ view }: RetryFailedProps) {
  const { uploads } = useIngestd()
  const wasPressed = useRef(false)
  const note = useRef<HTMLParagraphElement>(null)

  // The button goes: what says so takes the keyboard's place over.
  useEffect(() => {
    if (view.isRetried && wasPressed.current) note.current?.focus()
  }, [view.isRetried])

  if (view.isRetried) {
    return (
      <p ref={note} tabIndex={-1} className="retry-note">
        What failed was taken again, as an upload of its own.
      </p>
    )
  }
  if (!canRetry(view)) return null
  return (
    <button
      type="button"
      className="button-quiet retry-failed"
      aria-label={`Retry failed documents of ${titleOf(view)}`}
      onClick={() => {
        wasPressed.current = true
        void uploads.retryFailed(view.key)
      }}
    >
      Retry failed documents
    </button>
  )
}
