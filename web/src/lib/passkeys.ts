import { gateway } from "@/lib/api/gateway";
import type { Passkey, Session } from "@/lib/api/types";

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

export async function addPasskey(name: string, password: string): Promise<Passkey> {
  const { options, state } = await gateway.post("/auth/passkeys/options", { body: { password } });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = toJson(await navigator.credentials.create({ publicKey }));
  return gateway.post("/auth/passkeys", { body: { credential, state, name } });
}

export async function logInWithPasskey(): Promise<Session> {
  const { options, state } = await gateway.post("/auth/passkeys/login/options");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = toJson(await navigator.credentials.get({ publicKey }));
  return gateway.post("/auth/passkeys/login", { body: { credential, state } });
}

/** Closing the browser's own dialog is a decision, not a failure. */
export function wasCancelled(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "NotAllowedError" || error.name === "AbortError")
  );
}
