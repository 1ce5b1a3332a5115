import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { languages, searchSnippet, type Language } from '../uploads/searchSnippet'
import './UseIt.css'

interface UseItProps {
  readonly baseUrl: string
  readonly collection: string
  readonly query: string
}

// Marks the lines for copying by hand, where the browser keeps the clipboard from the page.
function selectLines(lines: HTMLElement) {
  window.getSelection()?.selectAllChildren(lines)
}

// Lines to copy that search this collection on this server.
export function UseIt({ baseUrl, collection, query }: UseItProps) {
  const id = useId()
  const [language, setLanguage] = useState<Language>('curl')
  const [copied, setCopied] = useState<'no' | 'yes' | 'by hand'>('no')
  const tabs = useRef<HTMLDivElement>(null)
  const lines = useRef<HTMLPreElement>(null)
  const snippet = searchSnippet(language, { baseUrl, collection, query })

  const choose = (chosen: Language) => {
    setLanguage(chosen)
    setCopied('no')
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(snippet)
      setCopied('yes')
    } catch {
      if (lines.current) selectLines(lines.current)
      setCopied('by hand')
    }
  }
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = (languages.indexOf(language) + by + languages.length) % languages.length
    choose(languages[at] ?? language)
    tabs.current?.querySelectorAll('button')[at]?.focus()
  }

  return (
    <section className="use-it" aria-label="Use it">
      <div className="use-it-head">
        <div role="tablist" aria-label="Language" ref={tabs}>
          {languages.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              aria-selected={name === language}
              aria-controls={`${id}-lines`}
              tabIndex={name === language ? 0 : -1}
              onClick={() => {
                choose(name)
              }}
              onKeyDown={step}
            >
              {name}
            </button>
          ))}
        </div>
        <button type="button" className="button-quiet" onClick={() => void copy()}>
          {copied === 'yes' ? 'Copied' : copied === 'by hand' ? 'Selected' : 'Copy'}
        </button>
      </div>
      <div role="tabpanel" id={`${id}-lines`} aria-labelledby={`${id}-${language}`}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it */}
        <pre ref={lines} tabIndex={0}>
          <code>{snippet}</code>
        </pre>
      </div>
    </section>
  )
}
