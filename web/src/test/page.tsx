import { HttpResponse, http } from "msw";
import {
  Children,
  Fragment,
  type ReactElement,
  type ReactNode,
  cloneElement,
  isValidElement,
} from "react";
import { type Options, instance, renderApp } from "./render";
import { server } from "./server";

type AsyncPart = (props: unknown) => Promise<ReactNode>;

/** Runs the server's parts of a page, as only the server can. */
async function resolved(node: ReactNode): Promise<ReactNode> {
  if (Array.isArray(node)) return <>{await Promise.all(Children.toArray(node).map(resolved))}</>;
  if (!isValidElement(node)) return node;
  const { type, props } = node as ReactElement<{ children?: ReactNode }>;
  if (typeof type === "string") return cloneElement(node, {}, await resolved(props.children));
  if (typeof type === "function" && type.constructor.name === "AsyncFunction") {
    return <Fragment key={node.key}>{await resolved(await (type as AsyncPart)(props))}</Fragment>;
  }
  return node;
}

/** Draws a page of the app directory: what its server component returns, with what the tests answer. */
export async function renderPage(page: () => Promise<ReactNode>, options?: Options) {
  server.use(http.get("*/api/instance", () => HttpResponse.json(options?.instance ?? instance)));
  return renderApp(await resolved(await page()), options);
}
