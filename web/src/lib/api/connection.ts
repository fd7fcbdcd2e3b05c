import axios from "axios";
import { toProblem } from "./problem";

/** What `client.ts` loads with its first call. */
export const connection = axios.create({
  baseURL: "/api",
  timeout: 20_000,
  headers: { Accept: "application/json, application/problem+json" },
});

// The server's sentences come in the language of the page, which may not be the browser's.
connection.interceptors.request.use((config) => {
  config.headers.set("Accept-Language", document.documentElement.lang || "en");
  return config;
});

connection.interceptors.response.use(undefined, (error: unknown) =>
  Promise.reject(toProblem(error)),
);
