import { type Server, createServer, request } from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";
import type { Page } from "@playwright/test";

/** The line between a browser and the world: a proxy that can be cut in the middle of anything. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private down = false;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Line> {
    const server = createServer((incoming, outgoing) => {
      const { hostname, port, pathname, search } = new URL(incoming.url!);
      const { method, headers } = incoming;
      const onward = request(
        { hostname, port, method, headers, path: pathname + search },
        (answer) => {
          outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
          answer.pipe(outgoing);
        },
      );
      onward.on("error", () => outgoing.destroy());
      incoming.on("error", () => onward.destroy()).pipe(onward);
    });
    const line = new Line(server);
    server.on("connection", (socket) => {
      line.hold(socket);
      if (line.down) socket.destroy();
    });
    // The live connection: a tunnel.
    server.on("connect", (incoming, socket: Socket, head) => {
      const [host, port] = incoming.url!.split(":");
      const onward = line.hold(connect(Number(port), host));
      onward.on("connect", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  /** For a browser's context. */
  get proxy() {
    return { server: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }

  cut() {
    this.down = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() {
    this.down = false;
  }

  async close() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private hold(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
    return socket;
  }
}

/** Sends as slowly as a phone in a train, in bytes a second. */
export async function sendSlowly(page: Page, bytesPerSecond: number) {
  const cdp = await page.context().newCDPSession(page);
  const send = (uploadThroughput: number) =>
    cdp.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 20,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await cdp.send("Network.enable");
  await send(bytesPerSecond);
  return { hurry: () => send(-1) };
}
