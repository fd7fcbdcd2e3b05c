import { liveEvents, type LiveEvent, type LiveEvents } from "@/lib/live/live-events";

/** One connection the app opened; a test says through it what the server would. */
export class FakeHub {
  state = "Disconnected";
  readonly invoked: { method: string; values: string[] }[] = [];
  private readonly handlers = new Map<string, (payload: unknown) => void>();
  private reconnected = () => undefined as void;

  on = (event: string, handler: (payload: unknown) => void) => this.handlers.set(event, handler);
  onreconnected = (callback: () => void) => (this.reconnected = callback);
  start = vi.fn(() => {
    this.state = "Connected";
    return Promise.resolve();
  });
  stop = vi.fn(() => {
    this.state = "Disconnected";
    return Promise.resolve();
  });
  invoke = vi.fn((method: string, values: string[]): Promise<unknown> => {
    this.invoked.push({ method, values });
    return Promise.resolve(null);
  });

  say<E extends LiveEvent>(event: E, payload: LiveEvents[E]): void {
    if (liveEvents.includes(event)) this.handlers.get(event)?.(payload);
  }
  reconnect(): void {
    this.reconnected();
  }
}

/** Every connection opened so far, the newest last. */
export const hubs: FakeHub[] = [];

/** Stands in for `@microsoft/signalr`. */
export const fakeSignalr = {
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    withUrl = () => this;
    withAutomaticReconnect = () => this;
    configureLogging = () => this;
    build(): FakeHub {
      const hub = new FakeHub();
      hubs.push(hub);
      return hub;
    }
  },
};
