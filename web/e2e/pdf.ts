// A PDF of our own making: plain pages of text in Helvetica, as a simple writer would produce it.

const lines_per_page = 44
const words_per_line = 12

function escaped(text: string): string {
  return text.replace(/[\\()]/g, (sign) => `\\${sign}`)
}

function content(text: string): string {
  const words = text.split(' ')
  const lines: string[] = []
  for (let at = 0; at < words.length; at += words_per_line) {
    lines.push(`(${escaped(words.slice(at, at + words_per_line).join(' '))}) '`)
  }
  if (lines.length > lines_per_page) throw new Error('so much does not go on one page')
  return `BT /F1 11 Tf 14 TL 60 760 Td\n${lines.join('\n')}\nET`
}

// One page a text, ASCII only.
export function pdf(pages: readonly string[]): Buffer {
  const first_page = 4
  const kids = pages.map((_, i) => `${first_page + 2 * i} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((text, i) => {
      const stream = content(text)
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first_page + 2 * i + 1} 0 R ` +
          `/Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ]
    }),
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const xref = file.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
