// What colour a thing really has on the screen.

import type { Locator } from 'playwright-core'

// The colours along the middle of an element, from left to right, as `r,g,b`.
export async function coloursAlong(element: Locator): Promise<readonly string[]> {
  const picture = (await element.screenshot()).toString('base64')
  // A page of its own: the page under test allows itself too little to look at a picture.
  const page = await element.page().context().newPage()
  const colours = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const drawing = canvas.getContext('2d')
    if (!drawing) throw new Error('there is nothing to draw on')
    drawing.drawImage(bitmap, 0, 0)
    const { data } = drawing.getImageData(0, Math.floor(bitmap.height / 2), bitmap.width, 1)
    return Array.from({ length: bitmap.width }, (_, x) => data.slice(4 * x, 4 * x + 3).join(','))
  }, picture)
  await page.close()
  return colours
}
