import { type PayloadAction, createSlice } from "@reduxjs/toolkit";

export interface PlayerState {
  /** What the viewer wants; the browser may still refuse before a gesture. */
  sound: boolean;
  /** The browser refused sound: the clip plays muted and the pill asks for a tap. */
  soundBlocked: boolean;
  speed: number;
  /** The first clip of this visit has begun: neighbours may load and the live connection may open. */
  played: boolean;
  /** The clip whose comments are open beside the stage. */
  commentsFor: string | null;
}

const initialState: PlayerState = {
  sound: false,
  soundBlocked: false,
  speed: 1,
  played: false,
  commentsFor: null,
};

const player = createSlice({
  name: "player",
  initialState,
  reducers: {
    soundWanted(state, { payload }: PayloadAction<boolean>) {
      state.sound = payload;
      state.soundBlocked = false;
    },
    soundRefused(state) {
      state.soundBlocked = true;
    },
    speedChosen(state, { payload }: PayloadAction<number>) {
      state.speed = payload;
    },
    firstPlayed(state) {
      state.played = true;
    },
    commentsOpened(state, { payload }: PayloadAction<string | null>) {
      state.commentsFor = payload;
    },
  },
});

export const { soundWanted, soundRefused, speedChosen, firstPlayed, commentsOpened } =
  player.actions;
export const playerReducer = player.reducer;
