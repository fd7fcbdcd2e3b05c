interface PolicyOptions {
  nonce: string;
  /** Only /embed may stand in somebody else's frame. */
  embeddable: boolean;
  /** A CDN host for media, where one is used. */
  mediaOrigin?: string;
  development: boolean;
}

/**
 * Scripts and style sheets need the nonce. Style attributes are allowed because server-rendered
 * cards carry their poster's colour in one; an attribute cannot load or run anything here.
 */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const { nonce, embeddable, mediaOrigin, development } = options;
  const media = mediaOrigin ? ` ${mediaOrigin}` : "";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' blob: data:${media}`,
    `media-src 'self' blob:${media}`,
    `connect-src 'self'${media}`,
    "font-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${embeddable ? "*" : "'none'"}`,
    "object-src 'none'",
  ].join("; ");
}
