import { useCallback, useState } from 'react'

function read(name: string): string {
  try {
    return window.sessionStorage.getItem(name) ?? ''
  } catch {
    return ''
  }
}

// What stands in a field, kept over a reload of this tab. An empty field is the initial one again.
export function useRemembered(name: string, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => {
    const kept = read(name)
    return kept === '' ? initial : kept
  })
  const change = useCallback(
    (changed: string) => {
      setValue(changed)
      try {
        window.sessionStorage.setItem(name, changed)
      } catch {
        // A browser may deny storage: then a reload begins anew.
      }
    },
    [name],
  )
  return [value, change]
}
