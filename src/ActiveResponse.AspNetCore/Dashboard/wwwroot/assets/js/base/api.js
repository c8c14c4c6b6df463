// Calls of the HTTP API. The page is at the API's prefix, so all paths are relative to it.
import { texts } from "../texts.js";

const BASE = new URL(".", document.baseURI);
const LIMIT_MS = 60_000;

/** What went wrong, in words for people. */
export class ApiError extends Error {
  constructor(status, message, detail = null, remedy = null) {
    super(message);
    this.status = status;
    this.detail = detail;
    this.remedy = remedy;
  }
}

/** Told each time the server says that the session has ended. */
export const session = new EventTarget();

export function url(path, query = {}) {
  const address = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") {
      address.searchParams.set(name, value);
    }
  }
  return address;
}

export function get(path, query, signal) {
  return call("GET", path, { query, signal });
}

export function post(path, body) {
  return call("POST", path, { body });
}

export function remove(path) {
  return call("DELETE", path, {});
}

async function call(method, path, { query, body, signal }) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-Active-Response"] = "1";
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const limit = AbortSignal.timeout(LIMIT_MS);
  let response;
  try {
    response = await fetch(url(path, query), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      // The browser asks with the ETag it has, and answers from its store on 304.
      cache: "no-cache",
      credentials: "same-origin",
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return await read(response);
  } catch (error) {
    throw inWords(error, signal);
  }
}

function inWords(error, signal) {
  if (error instanceof ApiError || signal?.aborted) {
    return error;
  }
  return new ApiError(0, error.name === "TimeoutError" ? texts.errors.timeout : texts.errors.network);
}

async function read(response) {
  if (response.status === 401) {
    session.dispatchEvent(new Event("end"));
  }
  if (!response.ok && response.status !== 207) {
    throw await problem(response);
  }
  return response.status === 204 ? null : await response.json();
}

async function problem(response) {
  const fallback = response.status === 403 ? texts.errors.forbidden : texts.errors.http(response.status);
  try {
    const body = await response.json();
    return new ApiError(response.status, body.title ?? fallback, body.detail ?? null, body.remedy ?? null);
  } catch {
    return new ApiError(response.status, fallback);
  }
}
