import { setupServer } from "msw/node";

/** The fake gateway of the unit tests: each test says what it answers. */
export const server = setupServer();
