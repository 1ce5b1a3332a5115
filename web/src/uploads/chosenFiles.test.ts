import { expect, it } from 'vitest'
import { filesOfDrop, filesOfInput } from './chosenFiles'

function file(name: string, path = ''): File {
  const made = new File(['x'], name)
  Object.defineProperty(made, 'webkitRelativePath', { value: path })
  return made
}

// Entries as a browser gives them: a folder's children come in parts.
interface Entry {
  name: string
  isFile: boolean
}
function fileEntry(name: string) {
  return { name, isFile: true, file: (give: (made: File) => void) => { give(file(name)) } }
}
function folderEntry(name: string, parts: Entry[][]) {
  return {
    name,
    isFile: false,
    createReader: () => {
      const rest = [...parts]
      return { readEntries: (give: (part: Entry[]) => void) => { give(rest.shift() ?? []) } }
    },
  }
}

it('a chosen folder gives paths within it, without what is hidden', () => {
  const chosen = [file('a.md', 'notes/a.md'), file('HEAD', 'notes/.git/HEAD'), file('.env', '')]
  const names = filesOfInput(chosen as unknown as FileList).map(({ filename }) => filename)

  expect(names).toEqual(['notes/a.md', '.env'])
})

it('a dropped folder is walked to its last part', async () => {
  const folder = folderEntry('notes', [
    [fileEntry('a.md'), folderEntry('.git', [[fileEntry('HEAD')]])],
    [folderEntry('old', [[fileEntry('b.md')]])],
  ])
  const items = [
    { kind: 'file', webkitGetAsEntry: () => folder, getAsFile: () => null },
    { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file('c.md') },
    { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
  ]
  const files = await filesOfDrop({ items } as unknown as DataTransfer)

  expect(files.map(({ filename }) => filename)).toEqual(['notes/a.md', 'notes/old/b.md', 'c.md'])
})
