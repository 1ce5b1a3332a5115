import type { NamedFile } from '../services/api'

// In a folder, names that begin with a dot (.git, .DS_Store) are the machine's business.
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'))
}

// The files of an <input type="file">, each with its path within the chosen folder.
export function filesOfInput(list: FileList): NamedFile[] {
  return [...list].flatMap((file) => {
    const path = file.webkitRelativePath
    if (path === '') return [{ file, filename: file.name }]
    return isHidden(path) ? [] : [{ file, filename: path }]
  })
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject)
  })
}

// A reader gives a folder in parts; an empty part is its end.
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (part.length === 0) return entries
    entries.push(...part)
  }
}

async function walk(entry: FileSystemEntry, filename: string): Promise<NamedFile[]> {
  if (entry.isFile) return [{ file: await fileOf(entry as FileSystemFileEntry), filename }]
  const files: NamedFile[] = []
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) {
    if (!isHidden(child.name)) files.push(...(await walk(child, `${filename}/${child.name}`)))
  }
  return files
}

// What was dropped, folders walked. To be called within the drop event: afterwards the browser
// empties the list (what is awaited here was taken out of it before).
export async function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const dropped = [...transfer.items].flatMap((item) => {
    if (item.kind !== 'file') return []
    return [{ entry: item.webkitGetAsEntry(), file: item.getAsFile() }]
  })
  const files: NamedFile[] = []
  for (const { entry, file } of dropped) {
    if (entry) files.push(...(await walk(entry, entry.name)))
    else if (file) files.push({ file, filename: file.name })
  }
  return files
}
