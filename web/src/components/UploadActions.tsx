import { isOver, titleOf, type UploadView } from '../uploads/uploadView'
import { useIngestd } from '../uploads/useUploads'

interface UploadActionsProps {
  readonly view: UploadView
}

// What can be done with an upload as it stands.
export function UploadActions({ view }: UploadActionsProps) {
  const { uploads } = useIngestd()
  const title = titleOf(view)
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
          aria-label={`Try ${title} again`}
          onClick={() => {
            uploads.sendAgain(view.key)
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
