import { useState } from 'react'
import type { ReportedError } from '../services/wire'
import { shownName } from '../uploads/fileName'
import { statusEmoji, statusLabel } from '../uploads/statusWords'
import { countOf, isOver, statusOf, titleOf, type UploadView } from '../uploads/uploadView'
import { useIngestd, useUploads } from '../uploads/useUploads'
import { ChunkBar } from './ChunkBar'
import { DocumentRows } from './DocumentRows'
import { ProblemNote } from './ProblemNote'
import { RetryFailed } from './RetryFailed'
import { SendBar } from './SendBar'
import { StageTrack } from './StageTrack'
import { StatusIcon } from './StatusIcon'
import { UploadActions } from './UploadActions'
import { UploadFigures } from './UploadFigures'
import { UseIt } from './UseIt'
import './UploadProgress.css'

interface UploadProgressProps {
  readonly viewKey: string
  // What the lines of "Use it" search for.
  readonly query: string
  // What the field for a collection says now.
  readonly collection: string
}

// How an upload stands, in one word for the eye: `partial` completed without all of its documents.
function toneOf(view: UploadView): string {
  if (view.phase === 'sending' || view.phase === 'unknown') return view.phase
  const isPartial = view.event?.status === 'completed' && view.event.documents.failed > 0
  return isPartial ? 'partial' : statusOf(view)
}

function headline(view: UploadView): string {
  switch (view.phase) {
    case 'sending':
      return 'Sending…'
    case 'refused':
      return 'Not taken'
    case 'unknown':
      return 'The server does not know this upload'
    case 'live':
      return view.event?.message ?? 'Received'
    default:
      return view.phase satisfies never
  }
}

// It ended without any, or they are gone again: there is nothing that a bar could show.
function hasNoChunks({ event }: UploadView): boolean {
  return event !== null && event.terminal && (event.total_chunks === 0 || event.status === 'cancelled')
}

// The row of a document gives the same reason.
function isToldByDocument({ results }: UploadView, { detail }: ReportedError): boolean {
  return results.some(({ error }) => error?.detail === detail)
}

function Waiting({ view }: { readonly view: UploadView }) {
  if (view.phase !== 'live' || view.event?.terminal) return null
  if (view.connection === 'waiting') {
    return (
      <p className="waiting">
        The connection is lost; trying again. The upload is safe: it goes on, at the latest when the server is back.
      </p>
    )
  }
  const { waiting_on } = view.event ?? {}
  if (!waiting_on) return null
  const { detail, position } = waiting_on
  // The sentence may tell the place itself.
  const tellsPlace = position === null || /\d/.test(detail)
  return (
    <p className="waiting">
      Waiting: {shownName(detail)}
      {!tellsPlace && ` Place ${position.toLocaleString('en')} in the queue.`}
    </p>
  )
}

function Success({ view, query }: { readonly view: UploadView; readonly query: string }) {
  const { api } = useIngestd()
  const [isOpen, setOpen] = useState(true)
  if (view.event?.status !== 'completed' || view.collection === null) return null
  return (
    <div className="success">
      <p>
        {countOf(view.event.current_chunk, 'chunk')} can be found in <strong>{view.collection}</strong>.
      </p>
      <button
        type="button"
        className="button-plain"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen)
        }}
      >
        Use it
      </button>
      {isOpen && <UseIt baseUrl={api.baseUrl} collection={view.collection} query={query} />}
    </div>
  )
}

// One upload, from the sending of its bytes to the last event.
export function UploadProgress({ viewKey, query, collection }: UploadProgressProps) {
  const view = useUploads((state) => state.uploads.find(({ key }) => key === viewKey))
  if (!view) return null
  const status = statusOf(view)
  const title = titleOf(view)
  return (
    <article className="upload" data-status={toneOf(view)} aria-label={title}>
      <header className="upload-head">
        <span className="upload-sign">
          {view.phase === 'unknown' ? (
            <StatusIcon status={null} label="Unknown" />
          ) : (
            <StatusIcon status={status} label={statusLabel(status)} />
          )}
        </span>
        <div className="upload-names">
          <h3 title={title}>{title}</h3>
          <p className="upload-message">
            {view.phase === 'live' && <span aria-hidden="true">{statusEmoji(status)} </span>}
            {headline(view)}
            {view.collection !== null && <span className="upload-collection"> · {view.collection}</span>}
          </p>
        </div>
        <div className="upload-actions">
          <UploadActions view={view} collection={collection} />
        </div>
      </header>
      {view.phase === 'sending' && <SendBar sent={view.sent} />}
      {view.phase === 'live' && (
        <>
          {!isOver(view) && <StageTrack status={status} event={view.event} />}
          {!hasNoChunks(view) && <ChunkBar event={view.event} />}
          {view.event && <UploadFigures view={view} event={view.event} />}
          <Waiting view={view} />
        </>
      )}
      {view.problem && <ProblemNote problem={view.problem} />}
      {view.event?.error && !isToldByDocument(view, view.event.error) && (
        <ProblemNote problem={{ title: view.event.error.detail, detail: '', errors: [] }} />
      )}
      {view.results.length > 0 && <DocumentRows results={view.results} />}
      <RetryFailed view={view} />
      <Success view={view} query={query} />
    </article>
  )
}
