import { type PayloadAction, createSlice } from "@reduxjs/toolkit";

export interface PlayerState {
  /** What the viewer wants; the browser may still refuse before a gesture. */
  sound: boolean;
  /** The browser refused sound: the clip plays muted and the pill asks for a tap. */
  soundBlocked: boolean;
  speed: number;
  /** Chosen on this device; null leaves it to the account's settings. */
  captions: boolean | null;
  dataSaver: boolean | null;
  shortcuts: boolean | null;
  /** Clips with a warning that the viewer asked to see. */
  revealed: Record<string, true>;
  /** The first clip of this visit has begun: neighbours may load and the live connection may open. */
  played: boolean;
  /** The clip whose comments are open beside the stage. */
  commentsFor: string | null;
}

const initialState: PlayerState = {
  sound: false,
  soundBlocked: false,
  speed: 1,
  captions: null,
  dataSaver: null,
  shortcuts: null,
  revealed: {},
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
    captionsChosen(state, { payload }: PayloadAction<boolean>) {
      state.captions = payload;
    },
    dataSaverChosen(state, { payload }: PayloadAction<boolean>) {
      state.dataSaver = payload;
    },
    shortcutsChosen(state, { payload }: PayloadAction<boolean>) {
      state.shortcuts = payload;
    },
    revealChosen(state, { payload }: PayloadAction<string>) {
      state.revealed[payload] = true;
    },
    firstPlayed(state) {
      state.played = true;
    },
    commentsOpened(state, { payload }: PayloadAction<string | null>) {
      state.commentsFor = payload;
    },
  },
});

export const {
  soundWanted,
  soundRefused,
  speedChosen,
  captionsChosen,
  dataSaverChosen,
  shortcutsChosen,
  revealChosen,
  firstPlayed,
  commentsOpened,
} = player.actions;
export const playerReducer = player.reducer;
