/** Characters of base64 that are turned into bytes at a time; a multiple of four. */
const SLICE = 1 << 20;
/** Milliseconds of work after which the page gets its turn. */
const TURN = 20;

/** The lines of text packed with gzip and base64; the page stays responsive between them. */
export async function* readLines(packed: string): AsyncGenerator<string> {
  const text = slicesOf(packed.trim())
    .pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let rest = '';
  let since = performance.now();
  for (let read = await text.read(); !read.done; read = await text.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield line;
      if (performance.now() - since < TURN) continue;
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
  }
  if (rest !== '') yield rest;
}

function slicesOf(packed: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  let start = 0;
  return new ReadableStream({
    pull(controller) {
      if (start >= packed.length) return controller.close();
      const text = atob(packed.slice(start, start + SLICE));
      start += SLICE;
      controller.enqueue(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    },
  });
}
