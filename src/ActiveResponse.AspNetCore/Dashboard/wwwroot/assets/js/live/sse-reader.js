// Reads a body of server-sent events. EventSource can't say why it failed, so the page reads the stream itself.

const LONGEST = 1_000_000;

/** Calls for each event { type, data, id }, and for each chunk of bytes; ends with the stream. */
export async function readEvents(body, onEvent, onBytes) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    onBytes();
    rest += value;
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop();
    if (rest.length > LONGEST) {
      throw new Error("an event is too long");
    }
    blocks.map(parse).forEach((event) => event && onEvent(event));
  }
}

function parse(block) {
  const event = { type: "message", data: null, id: null };
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      event.type = value;
    } else if (field === "data") {
      event.data = event.data === null ? value : `${event.data}\n${value}`;
    } else if (field === "id") {
      event.id = value;
    }
  }
  return event.data === null && event.id === null ? null : event;
}
