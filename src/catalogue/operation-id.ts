/** A new operation id: 96 random bits as 16 base64url characters, short because a product remembers a hundred. */
export function newOperationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
