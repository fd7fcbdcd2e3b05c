"use client";

import { type ReactNode, createContext, useContext } from "react";
import type { Instance } from "@/lib/api/types";

const InstanceContext = createContext<Instance | null>(null);

export function InstanceProvider({ value, children }: { value: Instance; children: ReactNode }) {
  return <InstanceContext value={value}>{children}</InstanceContext>;
}

export function useInstance(): Instance {
  const instance = useContext(InstanceContext);
  if (!instance) throw new Error("useInstance needs InstanceProvider above it.");
  return instance;
}
