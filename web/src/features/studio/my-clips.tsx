"use client";

import Link from "next/link";
import { useState } from "react";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { FieldFrame, controlClass } from "@/components/field/field";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import type { VideoState } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLiveResumed } from "@/lib/live/live";
import type { LiveEvents } from "@/lib/live/live-events";
import { BulkBar } from "./bulk-bar";
import { ClipRow } from "./clip-row";

const states: VideoState[] = ["ready", "processing", "draft", "scheduled", "failed", "removed"];
const sorts = ["newest", "oldest"] as const;

/** One's own clips in every state, to look after one by one or several at once. */
export function MyClips() {
  const { t } = useTranslator();
  const [state, setState] = useState<VideoState | "">("");
  const [sort, setSort] = useState<(typeof sorts)[number]>("newest");
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const [live, setLive] = useState<Record<string, LiveEvents["video:state"]>>({});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = usePaged(
    url("/users/me/videos", { query: { limit: 24, sort, state: state || undefined, q: query } }),
  );
  useLive("video:state", (event) => {
    const clip = live[event.videoId] ?? list.items.find(({ id }) => id === event.videoId);
    setLive((all) => ({ ...all, [event.videoId]: event }));
    // Its progress is told many times a clip: only another state changes the list.
    if (event.state !== clip?.state) void list.mutate();
  });
  useLiveResumed(() => void list.mutate());

  const chosen = list.items.filter(({ id }) => selected.has(id));
  const filtered = state !== "" || query !== "";

  function select(id: string, on: boolean) {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
  }

  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_auto_auto]">
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            setQuery(typed.trim());
          }}
        >
          <FieldFrame label={t("studio.search")}>
            {(control) => (
              <input
                {...control}
                type="search"
                value={typed}
                maxLength={100}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  if (event.currentTarget.value === "") setQuery("");
                }}
                className={controlClass}
              />
            )}
          </FieldFrame>
        </form>
        <FieldFrame label={t("studio.state")}>
          {(control) => (
            <select
              {...control}
              value={state}
              onChange={(event) =>
                setState(states.find((name) => name === event.currentTarget.value) ?? "")
              }
              className={controlClass}
            >
              <option value="">{t("studio.state.all")}</option>
              {states.map((name) => (
                <option key={name} value={name}>
                  {t(`studio.state.${name}`)}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
        <FieldFrame label={t("studio.sort")}>
          {(control) => (
            <select
              {...control}
              value={sort}
              onChange={(event) =>
                setSort(sorts.find((name) => name === event.currentTarget.value) ?? "newest")
              }
              className={controlClass}
            >
              {sorts.map((name) => (
                <option key={name} value={name}>
                  {t(`studio.sort.${name}`)}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
      </div>
      {chosen.length > 0 ? (
        <BulkBar
          videos={chosen}
          onDone={() => {
            setSelected(new Set());
            void list.mutate();
          }}
        />
      ) : null}
      <ul>
        {list.items.map((video) => (
          <li key={video.id} className="border-b border-hair">
            <ClipRow
              video={video}
              progress={live[video.id]?.progress}
              selected={selected.has(video.id)}
              onSelect={(on) => select(video.id, on)}
              onChanged={() => void list.mutate()}
            />
          </li>
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={
          <EmptyState
            drawing={filtered ? "gap" : "drum"}
            title={t(filtered ? "studio.nothing" : "studio.empty")}
            action={
              filtered ? null : (
                <Link href="/upload" className={buttonClass("secondary")}>
                  {t("feed.upload")}
                </Link>
              )
            }
          />
        }
      />
    </>
  );
}
