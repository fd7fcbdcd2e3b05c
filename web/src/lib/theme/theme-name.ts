export const themes = ["system", "dark", "light"] as const;
export type Theme = (typeof themes)[number];
export const themeCookie = "zt_theme";

export function toTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
