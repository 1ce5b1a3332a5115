import { isOver, titleOf, type UploadView } from '../uploads/uploadView'
import { useIngestd } from '../uploads/useUploads'

interface UploadActionsProps {
  readonly view: UploadView
  // What the field for a collection says now.
  readonly collection: string
}

// Where a refused collection was what was wrong, and the field has another name since: that one.
function correctedCollection(view: UploadView, field: string): string | null {
  const wasRefused = view.problem?.errors.some(({ pointer }) => pointer === '/collection_name') ?? false
  return wasRefused && field !== '' && field !== view.collection ? field : null
}

// What can be done with an upload as it stands.
export function UploadActions({ view, collection }: UploadActionsProps) {
  const { uploads } = useIngestd()
  const title = titleOf(view)
  const corrected = correctedCollection(view, collection)
  if (!isOver(view)) {
    return (
      <button
        type="button"
        className="button-quiet"
        aria-label={`Cancel ${title}`}
        onClick={() => void uploads.cancel(view.key)}
      >
        Cancel
      </button>
    )
  }
  return (
    <>
      {view.phase === 'refused' && (
        <button
          type="button"
          className="button-quiet"
          aria-label={`Try ${title} again${corrected === null ? '' : ` in ${corrected}`}`}
          onClick={() => {
            uploads.sendAgain(view.key, corrected)
          }}
        >
          Try again
        </button>
      )}
      <button
        type="button"
        className="button-quiet"
        aria-label={`Clear ${title} from the page`}
        onClick={() => {
          uploads.dismiss(view.key)
        }}
      >
        Clear
      </button>
    </>
  )
}
