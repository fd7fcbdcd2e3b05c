import { act, render, screen } from "@testing-library/react";
import { Language } from "./language";
import type { Locale } from "./translate";
import { useTranslator } from "./use-translator";

function Words() {
  const { t } = useTranslator();
  return <input aria-label={t("action.close")} />;
}

const spoken = (locale: Locale) => (
  <Language locale={locale}>
    <Words />
  </Language>
);

it.each<[Locale, RegExp]>([
  ["en", /^Close$/],
  ["de", /^Schließen$/],
  ["en-XA", /^\[Clóšé·+\]$/],
  ["ar-XB", /^\u202eClose\u202c$/],
])("speaks %s", async (locale, word) => {
  await act(async () => render(spoken(locale)));
  expect(await screen.findByRole("textbox")).toHaveAccessibleName(word);
});

it("keeps what is below when another language is chosen", async () => {
  const { rerender } = await act(async () => render(spoken("en")));
  const field = await screen.findByRole("textbox");
  field.focus();
  await act(async () => rerender(spoken("de")));
  expect(await screen.findByLabelText("Schließen")).toBe(field);
  expect(field).toHaveFocus();
});
