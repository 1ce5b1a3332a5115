// So long a piece of a page is a paragraph; shorter ones are captions, heads and labels.
const paragraph_min = 60

const isShort = (piece: string) => piece.replace(/<\/?mark>/g, '').replace(/&[#\w]+;/g, '&').length < paragraph_min

// A passage as it is read, not as it was set: without blank lines, and in a PDF also without the
// line breaks that the width of its pages made. Text or a snippet with its marks.
export function passageText(text: string, isPdf: boolean): string {
  const pieces = text
    .split(/\n\s*\n/)
    .map((piece) => (isPdf ? piece.replace(/\s+/g, ' ') : piece).trim())
    .filter((piece) => piece !== '')
  if (!isPdf) return pieces.join('\n')
  return pieces.reduce((read, piece, i) => {
    if (i === 0) return piece
    const before = pieces[i - 1] ?? ''
    return read + (isShort(before) && isShort(piece) ? ' · ' : '\n') + piece
  }, '')
}
