"use client";

import { type ReactNode, createContext, useCallback, useContext, useMemo, useState } from "react";
import { rememberCookie } from "@/lib/cookies";
import { type Theme, themeCookie } from "./theme-name";

interface ThemeControl {
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeControl | null>(null);

export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setState] = useState(initial);
  const setTheme = useCallback((next: Theme) => {
    setState(next);
    document.documentElement.dataset.theme = next;
    rememberCookie(themeCookie, next);
  }, []);
  const control = useMemo(() => ({ theme, setTheme }), [theme, setTheme]);
  return <ThemeContext value={control}>{children}</ThemeContext>;
}

export function useTheme(): ThemeControl {
  const control = useContext(ThemeContext);
  if (!control) throw new Error("useTheme needs ThemeProvider above it.");
  return control;
}
