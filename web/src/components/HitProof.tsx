import { useState } from 'react'
import { problemOf } from '../services/apiError'
import type { Hit, PageBox, Problem, Proof, ShownPage } from '../services/wire'
import { useIngestd } from '../uploads/useUploads'
import './HitProof.css'

interface HitProofProps {
  readonly collection: string
  readonly hit: Hit
}

// A page in small, with what of it the passage is.
function PageMap({ page, boxes }: { readonly page: ShownPage; readonly boxes: readonly PageBox[] }) {
  return (
    <svg
      className="page-map"
      role="img"
      aria-label={`Where the passage stands on page ${page.page}`}
      viewBox={`0 0 ${page.width} ${page.height}`}
    >
      {boxes.map(({ x, y, width, height }) => (
        <rect key={`${x} ${y}`} className="page-map-passage" x={x} y={y} width={width} height={height} />
      ))}
    </svg>
  )
}

function ProofWords({ proof }: { readonly proof: Proof }) {
  if (!proof.verified) return <p className="proof-failed">The document’s text does not have this passage at its place.</p>
  return (
    <p>
      <span aria-hidden="true">✓ </span>
      The document’s text has exactly these words, bytes {proof.start} to {proof.end}.
    </p>
  )
}

// What shows that a passage is no invention: asked for when somebody wants to know.
export function HitProof({ collection, hit }: HitProofProps) {
  const { api } = useIngestd()
  const [proof, setProof] = useState<Proof | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  const ask = () => {
    setProblem(null)
    api.proof(collection, hit).then(setProof, (error: unknown) => {
      setProblem(problemOf(error))
    })
  }
  return (
    <details
      className="proof"
      onToggle={(event) => {
        if (event.currentTarget.open && proof === null) ask()
      }}
    >
      <summary>Proof</summary>
      {problem && <p className="proof-failed">{problem.title}.</p>}
      {proof && (
        <div className="proof-parts">
          {proof.pages.map((page) => (
            <PageMap key={page.page} page={page} boxes={proof.boxes.filter((box) => box.page === page.page)} />
          ))}
          <div className="proof-words">
            <ProofWords proof={proof} />
            <p>
              {proof.document_sha256 !== null && (
                <>
                  <a href={`${api.originalUrl(collection, hit.document_id)}${proof.page > 0 ? `#page=${proof.page}` : ''}`}>
                    The original{proof.page > 0 && `, page ${proof.page}`}
                  </a>
                  {' · '}
                </>
              )}
              <a href={api.textUrl(collection, hit.document_id)}>Its text</a>
            </p>
            {proof.document_sha256 !== null && (
              <p className="proof-hash">
                SHA-256 of the original <code>{proof.document_sha256}</code>
              </p>
            )}
          </div>
        </div>
      )}
    </details>
  )
}
