"use client";

import {
  type ReactNode,
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { rememberCookie } from "@/lib/cookies";
import { useAppSelector } from "@/lib/store/hooks";
import { type Theme, themeCookie, toTheme } from "./theme-name";

interface ThemeControl {
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeControl | null>(null);

function wear(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  rememberCookie(themeCookie, theme);
}

export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setState] = useState(initial);
  const setTheme = useCallback((next: Theme) => {
    setState(next);
    wear(next);
  }, []);

  // What was chosen on another device; an account that never chose leaves this one as it is.
  const chosen = toTheme(useAppSelector((state) => state.session.me?.settings.theme));
  const [followed, setFollowed] = useState<Theme>("system");
  if (chosen !== followed) {
    setFollowed(chosen);
    if (chosen !== "system") setState(chosen);
  }
  useEffect(() => {
    if (chosen !== "system") wear(chosen);
  }, [chosen]);

  const control = useMemo(() => ({ theme, setTheme }), [theme, setTheme]);
  return <ThemeContext value={control}>{children}</ThemeContext>;
}

export function useTheme(): ThemeControl {
  const control = useContext(ThemeContext);
  if (!control) throw new Error("useTheme needs ThemeProvider above it.");
  return control;
}
