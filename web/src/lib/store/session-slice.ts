import { type PayloadAction, createSlice } from "@reduxjs/toolkit";
import type { Me } from "@/lib/api/types";

export interface SessionState {
  /** The signed-in person, null for a visitor. */
  me: Me | null;
  unread: number;
}

const initialState: SessionState = { me: null, unread: 0 };

const session = createSlice({
  name: "session",
  initialState,
  reducers: {
    signedIn(state, { payload }: PayloadAction<Me>) {
      state.me = payload;
      state.unread = payload.unread;
    },
    signedOut: () => initialState,
    meChanged(state, { payload }: PayloadAction<Partial<Me>>) {
      if (state.me) Object.assign(state.me, payload);
    },
    unreadChanged(state, { payload }: PayloadAction<number>) {
      state.unread = payload;
    },
  },
});

export const { signedIn, signedOut, meChanged, unreadChanged } = session.actions;
export const sessionReducer = session.reducer;
