import { configureStore } from "@reduxjs/toolkit";
import type { Me } from "@/lib/api/types";
import { overlayReducer } from "./overlay-slice";
import { playerReducer } from "./player-slice";
import { sessionReducer } from "./session-slice";

export function createStore(me: Me | null) {
  return configureStore({
    reducer: { session: sessionReducer, player: playerReducer, overlay: overlayReducer },
    preloadedState: { session: { me, unread: me?.unread ?? 0 } },
  });
}

export type Store = ReturnType<typeof createStore>;
export type RootState = ReturnType<Store["getState"]>;
