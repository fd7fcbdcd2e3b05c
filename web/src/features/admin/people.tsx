"use client";

import { useDeferredValue, useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { Button } from "@/components/button/button";
import { Field, FieldFrame, controlClass } from "@/components/field/field";
import { laterSheet } from "@/components/later/later-sheet";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { ManagedUser } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";

const RemoveSheet = laterSheet(() => import("@/components/report/remove-sheet"));

const roles = ["user", "moderator", "admin"] as const;
const filters = ["", "moderator", "admin", "suspended", "deleting"] as const;

/** Everybody who is here: found by name, given a role, suspended and let back in. */
export function People() {
  const { t } = useTranslator();
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<(typeof filters)[number]>("");
  const asked = useDeferredValue(query.trim());
  const list = usePaged(url("/admin/users", { query: { q: asked, filter: filter || undefined } }));

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        <Field
          className="min-w-60 flex-1"
          label={t("admin.people.search")}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <FieldFrame label={t("admin.people.show")}>
          {(control) => (
            <select
              {...control}
              className={controlClass}
              value={filter}
              onChange={(event) =>
                setFilter(filters.find((name) => name === event.currentTarget.value) ?? "")
              }
            >
              {filters.map((name) => (
                <option key={name} value={name}>
                  {t(`admin.people.filter.${name || "all"}`)}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
      </div>
      <ul>
        {list.items.map((user) => (
          // Another role begins the row anew: what was chosen in it is no choice any more.
          <PersonRow
            key={`${user.id} ${user.role}`}
            user={user}
            onChanged={() => void list.mutate()}
          />
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={
          <div className="flex flex-col items-start gap-2">
            <p className="text-15 text-muted">
              {t(asked ? "admin.people.none" : "admin.people.noneOfThese")}
            </p>
            {asked || filter ? (
              <Button
                onClick={() => {
                  setQuery("");
                  setFilter("");
                }}
              >
                {t("admin.people.showAll")}
              </Button>
            ) : null}
          </div>
        }
      />
    </div>
  );
}

function PersonRow({ user, onChanged }: { user: ManagedUser; onChanged: () => void }) {
  const { t, date } = useTranslator();
  const me = useMe();
  const { busy, act: attempt } = useAct();
  const [suspending, setSuspending] = useState(false);
  const [role, setRole] = useState(user.role);
  const isSelf = me?.id === user.id;

  const act = (what: () => Promise<unknown>) => attempt(() => what().then(onChanged));

  const path = { id: user.id };
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-hair py-3">
      <Avatar user={user} />
      <div className="min-w-40 flex-1">
        <p className="truncate text-15 font-semibold">
          {user.displayName} <span className="font-normal text-muted">@{user.username}</span>
        </p>
        <p className="truncate text-13 text-muted">
          {[user.email, t("admin.people.since", { date: date(user.createdAt) })]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {user.suspended ? (
          <p className="text-13 text-liked">{t("admin.people.suspended")}</p>
        ) : null}
        {user.deletionAt ? (
          <p className="text-13 text-muted">
            {t("admin.people.deleting", { date: date(user.deletionAt) })}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {me?.role === "admin" ? (
          <select
            aria-label={t("admin.people.role", { name: user.username })}
            className="min-h-11 rounded-control border border-line bg-raised px-3 text-17 text-fg disabled:opacity-50"
            value={role}
            disabled={busy || isSelf}
            onChange={(event) =>
              setRole(roles.find((name) => name === event.currentTarget.value) ?? user.role)
            }
          >
            {roles.map((name) => (
              <option key={name} value={name}>
                {t(`admin.role.${name}`)}
              </option>
            ))}
          </select>
        ) : null}
        {/* Not the select itself: with a keyboard, passing by a choice chooses it. */}
        {role === user.role ? null : (
          <Button
            busy={busy}
            aria-label={t("admin.people.role.change", { name: user.username })}
            onClick={() =>
              void act(() => gateway.put("/admin/users/{id}/role", { path, body: { role } }))
            }
          >
            {t("action.change")}
          </Button>
        )}
        {isSelf ? null : (
          <Button
            kind={user.suspended ? "secondary" : "danger"}
            busy={busy}
            onClick={() =>
              user.suspended
                ? void act(() => gateway.delete("/admin/users/{id}/suspension", { path }))
                : setSuspending(true)
            }
          >
            {t(user.suspended ? "admin.people.lift" : "admin.people.suspend")}
          </Button>
        )}
      </div>
      {suspending ? (
        <RemoveSheet
          what={{ kind: "user", id: user.id, name: `@${user.username}` }}
          onRemoved={onChanged}
          onClose={() => setSuspending(false)}
        />
      ) : null}
    </li>
  );
}
