import type { ReactNode } from 'react'
import type { Status } from '../services/wire'
import './StatusIcon.css'

interface StatusIconProps {
  // null for a state that the page does not know.
  readonly status: Status | null
  // What a screen reader says; without it the icon is decoration.
  readonly label?: string
}

const disc = <circle cx="12" cy="12" r="9" data-body="" />

function shape(status: Status | null): ReactNode {
  switch (status) {
    case 'received':
      return <path d="M12 3v10.5M7.8 9.5l4.2 4.2 4.2-4.2M3.5 14.5V20h17v-5.5" />
    case 'extracting':
      return (
        <path
          d="M12 6.5C10 5 7 4.4 3.2 4.8v13.4c3.8-.4 6.8.2 8.8 1.7 2-1.5 5-2.1 8.8-1.7V4.8C17 4.4 14 5 12 6.5v13.4"
          data-body=""
        />
      )
    case 'chunking':
      return (
        <>
          <circle cx="6" cy="6.5" r="2.6" data-body="" />
          <circle cx="6" cy="17.5" r="2.6" data-body="" />
          <path d="M8.3 7.9 20.5 17M8.3 16.1 20.5 7" />
        </>
      )
    case 'enriching':
      return (
        <>
          <path d="m10.5 3.5 2 5.5 5.5 2-5.5 2-2 5.5-2-5.5-5.5-2 5.5-2z" data-body="" />
          <path d="M18.5 15.5v5M16 18h5" />
        </>
      )
    case 'indexing':
      return (
        <>
          <path d="M3.5 4h17v7h-17zM3.5 13.5h17v7h-17z" data-body="" />
          <path d="M10 7.5h4M10 17h4" />
        </>
      )
    case 'completed':
      return (
        <>
          {disc}
          <path d="m7.8 12.4 2.9 2.9 5.5-6" />
        </>
      )
    case 'failed':
      return (
        <>
          {disc}
          <path d="m8.8 8.8 6.4 6.4M15.2 8.8l-6.4 6.4" />
        </>
      )
    case 'cancelled':
      return (
        <>
          {disc}
          <path d="m5.8 5.8 12.4 12.4" />
        </>
      )
    case null:
      return (
        <>
          {disc}
          <path d="M9.4 9.6a2.7 2.7 0 1 1 3.9 2.3c-1 .5-1.3 1-1.3 1.9M12 16.7v.1" />
        </>
      )
    default:
      return status satisfies never
  }
}

// A state as a drawing: a glyph would need a font that has it.
export function StatusIcon({ status, label }: StatusIconProps) {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className="status-icon" viewBox="0 0 24 24" {...naming}>
      {shape(status)}
    </svg>
  )
}
