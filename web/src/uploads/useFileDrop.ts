import { useEffect, useState } from 'react'

// Files may be dropped anywhere on the page: beside a small target the browser would open them and
// leave. True while files are dragged over the page.
//   onDrop  keeps its identity between renders
export function useFileDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isDragging, setDragging] = useState(false)

  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const drop = (event: DragEvent) => {
      setDragging(false)
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      onDrop(event.dataTransfer)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onDrop])

  return isDragging
}
