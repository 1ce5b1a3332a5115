export interface SnippetPart {
  readonly text: string
  readonly isHit: boolean
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
}

function unescape(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|apos|#39|#x27);/g, (entity) => entities[entity] ?? entity)
}

// The server's snippet is escaped text with <mark>…</mark> around what was found. Anything else that
// looks like markup is text.
export function snippetParts(snippet: string): SnippetPart[] {
  const parts: SnippetPart[] = []
  let isHit = false
  for (const piece of snippet.split(/(<\/?mark>)/)) {
    if (piece === '<mark>') isHit = true
    else if (piece === '</mark>') isHit = false
    else if (piece !== '') parts.push({ text: unescape(piece), isHit })
  }
  return parts
}

interface SnippetProps {
  readonly snippet: string
}

export function Snippet({ snippet }: SnippetProps) {
  return snippetParts(snippet).map(({ text, isHit }, i) => (isHit ? <mark key={i}>{text}</mark> : text))
}
