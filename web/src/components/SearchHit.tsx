import type { Hit } from '../services/wire'
import { Snippet } from './Snippet'

interface SearchHitProps {
  readonly hit: Hit
}

// A passage, and where it stands.
export function SearchHit({ hit }: SearchHitProps) {
  return (
    <li className="hit">
      <p className="hit-place">
        <span className="hit-document" title={hit.filename}>
          {hit.filename}
        </span>
        {hit.page > 0 && <span className="hit-page">page {hit.page}</span>}
        <span className="hit-score" title="How well it answers: higher is better">
          {hit.score.toFixed(2)}
        </span>
      </p>
      {hit.headings.length > 0 && <p className="hit-headings">{hit.headings.join(' › ')}</p>}
      <blockquote className="hit-passage">
        {hit.snippet === '' ? hit.text : <Snippet snippet={hit.snippet} />}
      </blockquote>
    </li>
  )
}
