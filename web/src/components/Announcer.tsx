import { useUploads } from '../uploads/useUploads'

// What a screen reader hears while uploads run: states and failures.
export function Announcer() {
  const announcements = useUploads((state) => state.announcements)
  return (
    <div className="sr-only" role="log" aria-live="polite" aria-label="Upload news">
      {announcements.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
