import 'react'

// Chooses a folder instead of files; every current browser knows it.
declare module 'react' {
  interface InputHTMLAttributes<T> extends AriaAttributes, DOMAttributes<T> {
    webkitdirectory?: string
  }
}
