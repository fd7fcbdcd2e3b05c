import { api } from "@/lib/api/client";
import type { Passkey, Session } from "@/lib/api/types";

interface Begun<Options> {
  options: Options;
  /** Comes back unchanged with the credential. */
  state: string;
}

/**
 * Whether this browser offers passkeys here: a secure context, the instance's own name (a passkey is bound to it), and the JSON
 * forms of WebAuthn level 3.
 */
export function canUsePasskeys(publicUrl: string): boolean {
  return (
    typeof window !== "undefined" &&
    window.isSecureContext &&
    window.location.hostname === new URL(publicUrl).hostname &&
    typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function"
  );
}

function toJson(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("No passkey came back.");
  return credential.toJSON();
}

export async function addPasskey(name: string): Promise<Passkey> {
  const { data } =
    await api.post<Begun<PublicKeyCredentialCreationOptionsJSON>>("/auth/passkeys/options");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(data.options);
  const credential = toJson(await navigator.credentials.create({ publicKey }));
  const added = await api.post<Passkey>("/auth/passkeys", { credential, state: data.state, name });
  return added.data;
}

export async function logInWithPasskey(): Promise<Session> {
  const { data } = await api.post<Begun<PublicKeyCredentialRequestOptionsJSON>>(
    "/auth/passkeys/login/options",
  );
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(data.options);
  const credential = toJson(await navigator.credentials.get({ publicKey }));
  const session = await api.post<Session>("/auth/passkeys/login", {
    credential,
    state: data.state,
  });
  return session.data;
}

/** Closing the browser's own dialog is a decision, not a failure. */
export function wasCancelled(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "NotAllowedError" || error.name === "AbortError")
  );
}
