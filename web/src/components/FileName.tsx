import { shownName } from '../uploads/fileName'

interface FileNameProps {
  readonly name: string
  readonly className: string
}

// The name of a document: whichever way it is written its extension comes last, and what stands
// beside it keeps its place.
export function FileName({ name, className }: FileNameProps) {
  const shown = shownName(name)
  return (
    <bdi dir="ltr" className={className} title={shown}>
      {shown}
    </bdi>
  )
}
