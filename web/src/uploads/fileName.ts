// Control and format characters: nothing to see, and some of them turn around what follows
// (U+202E makes `fdp.txt` of `txt.pdf`). Joiners stay: scripts and emoji need them.
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu

// A name that came from elsewhere, as it may be shown: what cannot be seen in it is named.
export function shownName(name: string): string {
  return name.replace(unseen, (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
}
