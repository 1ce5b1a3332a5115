// Lines to paste that search a collection: what the "Use it" panel offers.

export type Language = 'curl' | 'Python' | 'TypeScript'
export const languages: readonly Language[] = ['curl', 'Python', 'TypeScript']

export interface SearchCall {
  readonly baseUrl: string
  readonly collection: string
  readonly query: string
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

// A JSON string is a string literal in Python and TypeScript as well.
const literal = (text: string) => JSON.stringify(text)

export function searchSnippet(language: Language, { baseUrl, collection, query }: SearchCall): string {
  const url = `${baseUrl}/collections/${encodeURIComponent(collection)}/search`
  switch (language) {
    case 'curl':
      return [
        `curl -s ${shellQuoted(url)} \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d ${shellQuoted(JSON.stringify({ query, limit: 5 }))}`,
      ].join('\n')
    case 'Python':
      return [
        'import json, urllib.request',
        '',
        `body = json.dumps({"query": ${literal(query)}, "limit": 5}).encode()`,
        'request = urllib.request.Request(',
        `    ${literal(url)},`,
        '    body, {"Content-Type": "application/json"})',
        'with urllib.request.urlopen(request) as answer:',
        '    for hit in json.load(answer)["hits"]:',
        '        print(hit["filename"], hit["page"], hit["text"])',
      ].join('\n')
    case 'TypeScript':
      return [
        'const answer = await fetch(',
        `  ${literal(url)}, {`,
        '    method: "POST",',
        '    headers: { "Content-Type": "application/json" },',
        `    body: JSON.stringify({ query: ${literal(query)}, limit: 5 }),`,
        '  })',
        'const { hits } = await answer.json()',
        'for (const hit of hits) console.log(hit.filename, hit.page, hit.text)',
      ].join('\n')
    default:
      return language satisfies never
  }
}
