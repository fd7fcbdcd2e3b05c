import { act } from "@testing-library/react";

const height = 800;

class Watching {
  static all = new Set<Watching>();
  private readonly seen = new Set<Element>();
  constructor(private readonly tell: IntersectionObserverCallback) {
    Watching.all.add(this);
  }
  observe(element: Element): void {
    this.seen.add(element);
  }
  unobserve(element: Element): void {
    this.seen.delete(element);
  }
  disconnect(): void {
    this.seen.clear();
    Watching.all.delete(this);
  }
  arriveAt(index: string): void {
    const target = [...this.seen].find(
      (element) => (element as HTMLElement).dataset.index === index,
    );
    if (!target) return;
    const entry = { target, isIntersecting: true } as unknown as IntersectionObserverEntry;
    this.tell([entry], this as unknown as IntersectionObserver);
  }
}

/** jsdom has no layout: here a feed's cards are one screen high, and scrolling to one is seeing it. */
export function withStage(): void {
  Watching.all.clear();
  vi.stubGlobal("IntersectionObserver", Watching);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(height);
  HTMLElement.prototype.scrollTo = function scrollTo(options?: ScrollToOptions | number) {
    const index = String(Number((options as ScrollToOptions).top) / height);
    act(() => Watching.all.forEach((observer) => observer.arriveAt(index)));
  };
}
