import { useCallback, useId, useRef, useState, type ChangeEvent } from 'react'
import { sample } from '../sample/sample'
import type { NamedFile } from '../services/api'
import { filesOfDrop, filesOfInput } from '../uploads/chosenFiles'
import { titleOfNames } from '../uploads/uploadView'
import { useFileDrop } from '../uploads/useFileDrop'
import { useIngestd, useUploads } from '../uploads/useUploads'
import './DocumentUpload.css'

export const default_collection = 'rag_documents'

interface DocumentUploadProps {
  readonly collection: string
  readonly onCollection: (collection: string) => void
}

interface FilePickerProps {
  readonly label: string
  readonly kind: 'files' | 'folder'
  readonly onChoose: (files: readonly NamedFile[]) => void
}

function FilePicker({ label, kind, onChoose }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.currentTarget
    if (files) onChoose(filesOfInput(files))
    // So that choosing the same file again is a change.
    event.currentTarget.value = ''
  }
  return (
    <>
      <button type="button" className={kind === 'files' ? 'button-main' : undefined} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-kind={kind}
        aria-label={label}
        onChange={choose}
        {...(kind === 'folder' && { webkitdirectory: '' })}
      />
    </>
  )
}

function dropWords(isDragging: boolean, replaces: boolean, collection: string): string {
  if (isDragging) return replaces ? `Drop to replace all of ${collection}` : `Drop to add to ${collection}`
  return 'Drop files or folders anywhere on this page'
}

// Where documents come in: chosen or dropped, files and whole folders; sent as soon as they are.
export function DocumentUpload({ collection, onCollection }: DocumentUploadProps) {
  const { uploads } = useIngestd()
  const isEmpty = useUploads((state) => state.uploads.length === 0)
  const [replaces, setReplaces] = useState(false)
  const [note, setNote] = useState('')
  const id = useId()

  const target = collection.trim()

  const begin = useCallback(
    (files: readonly NamedFile[]) => {
      if (target === '') {
        setNote('Name a collection first.')
        return
      }
      if (files.length === 0) {
        setNote('There were no files in that.')
        return
      }
      setNote('')
      // Replacing is asked for each time anew.
      setReplaces(false)
      uploads.start(
        { collection_name: target, files, force_recreate: replaces },
        titleOfNames(files.map(({ filename }) => filename)),
      )
    },
    [uploads, target, replaces],
  )

  const trySample = () => {
    setNote('')
    const collection_name = target === '' ? default_collection : target
    uploads.start({ collection_name, documents: [sample], force_recreate: false }, sample.filename ?? 'sample')
  }

  const onDrop = useCallback(
    (transfer: DataTransfer) => {
      filesOfDrop(transfer).then(begin, () => {
        setNote('The browser could not read what was dropped.')
      })
    },
    [begin],
  )
  const isDragging = useFileDrop(onDrop)

  return (
    <section className="document-upload" data-dragging={isDragging} data-replaces={replaces} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Upload documents</h2>
      <div className="drop-zone">
        <p className="drop-words">{dropWords(isDragging, replaces, target)}</p>
        <div className="drop-buttons">
          <FilePicker label="Choose files" kind="files" onChoose={begin} />
          <FilePicker label="Choose a folder" kind="folder" onChoose={begin} />
          {isEmpty && (
            <button type="button" className="button-plain" onClick={trySample}>
              Try a sample
            </button>
          )}
        </div>
        <p className="drop-formats">PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, mail, pictures, HTML, Markdown, plain text, CSV, JSON, source code; ZIP and TAR with any of these</p>
      </div>
      <div className="upload-target">
        <label className="field">
          <span>Collection</span>
          <input
            type="text"
            value={collection}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            aria-describedby={`${id}-note`}
            onChange={(event) => {
              onCollection(event.currentTarget.value)
            }}
          />
        </label>
        <div className="check">
          <input
            type="checkbox"
            id={`${id}-replaces`}
            checked={replaces}
            aria-describedby={`${id}-replaces-note`}
            onChange={(event) => {
              setReplaces(event.currentTarget.checked)
            }}
          />
          <div>
            <label htmlFor={`${id}-replaces`}>Replace the whole collection</label>
            <p id={`${id}-replaces-note`} className="check-note">
              What is in it now goes once the next upload has completed.
            </p>
          </div>
        </div>
      </div>
      <p id={`${id}-note`} className="upload-note" role="alert">
        {note}
      </p>
    </section>
  )
}
