interface TrustedTypes {
  createPolicy(name: 'default', rules: { createScriptURL(url: string): string | null }): void;
}

/**
 * Lets workers be scripts of this server and nothing else become a script (Trusted Types, W3C), whoever asks for it. Markup has no
 * rule here, so that only templates of lit-html, which has a policy of its own, make any. To be imported before all that starts a worker.
 */
(globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (url.startsWith(`${origin}/`) ? url : null),
});

export {};
