import { screen } from "@testing-library/react";
import { ApiProblem } from "@/lib/api/problem";
import { renderApp } from "@/test/render";
import { FormProblem } from "./form-problem";

function show(errors: Record<string, string[]>, drawn: string[]) {
  const problem = new ApiProblem(422, "invalid", "Check the marked fields.", errors);
  for (const name of drawn) problem.field(name);
  renderApp(<FormProblem problem={problem} />);
}

it("leaves to a field what is wrong there", () => {
  show({ title: ["Too long."] }, ["title"]);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("says what is wrong where the form has no field for it", () => {
  show({ title: ["Too long."], uploadId: ["There is no such upload."] }, ["title"]);
  expect(screen.getByRole("alert")).toHaveTextContent("There is no such upload.");
});

it("says what is wrong as a whole", () => {
  show({}, []);
  expect(screen.getByRole("alert")).toHaveTextContent("Check the marked fields.");
});
