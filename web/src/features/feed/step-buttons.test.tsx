import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderApp } from "@/test/render";
import { StepButtons } from "./step-buttons";

it("leads onward and back, and says nothing before it has", async () => {
  const step = vi.fn();
  renderApp(<StepButtons first={false} last={false} title="Kite over the dunes" onStep={step} />);
  expect(screen.queryByText("Kite over the dunes")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Next clip" }));
  await userEvent.click(screen.getByRole("button", { name: "Previous clip" }));
  expect(step.mock.calls).toEqual([[1], [-1]]);
  expect(screen.getByText("Kite over the dunes").closest("[role=status]")).not.toBeNull();
});

it("keeps the focus at the end, where it leads nowhere", async () => {
  const step = vi.fn();
  renderApp(<StepButtons first last title="" onStep={step} />);
  const next = screen.getByRole("button", { name: "Next clip" });
  await userEvent.click(next);
  expect(next).toHaveFocus();
  expect(next).toHaveAttribute("aria-disabled", "true");
  expect(step).not.toHaveBeenCalled();
});
