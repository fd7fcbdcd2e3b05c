import type { ReactNode } from "react";

/** One part of the settings: its place in the address, its name and what is in it. */
export interface Part {
  id: string;
  title: string;
  content: ReactNode;
}
