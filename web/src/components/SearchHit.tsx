import type { Hit } from '../services/wire'
import { passageText } from '../uploads/passage'
import { FileName } from './FileName'
import { HitProof } from './HitProof'
import { Snippet } from './Snippet'

interface SearchHitProps {
  readonly collection: string
  readonly hit: Hit
}

// A passage, and where it stands.
export function SearchHit({ collection, hit }: SearchHitProps) {
  const isPdf = /\.pdf$/i.test(hit.filename)
  return (
    <li className="hit">
      <p className="hit-place">
        <FileName name={hit.filename} className="hit-document" />
        {hit.page > 0 && <span className="hit-page">page {hit.page}</span>}
      </p>
      {hit.headings.length > 0 && <p className="hit-headings">{hit.headings.join(' › ')}</p>}
      <blockquote className="hit-passage">
        {hit.snippet === '' ? passageText(hit.text, isPdf) : <Snippet snippet={passageText(hit.snippet, isPdf)} />}
      </blockquote>
      <HitProof collection={collection} hit={hit} />
    </li>
  )
}
