/** What is used of the viewer. */
export interface Viewer {
  readonly specSelectors: { readonly specJson: () => { readonly toJS: () => unknown } };
  readonly preauthorizeApiKey: (scheme: string, key: string) => void;
  readonly preauthorizeBasic: (scheme: string, user: string, password: string) => void;
}

/** The demo store of `npm start`, whose token is no secret. */
const DEMO = { hash: 'demo', token: 'demo-token' };

/** Enters the demo store's token on a laptop, so that everything can be tried at once. */
export function preauthorize(viewer: Viewer, hostname: string): void {
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return;
  for (const [name, type] of securitySchemes(viewer.specSelectors.specJson().toJS())) {
    if (type === 'basic') viewer.preauthorizeBasic(name, DEMO.hash, DEMO.token);
    else viewer.preauthorizeApiKey(name, DEMO.token);
  }
}

/** Returns the names of a document's security schemes, with `basic` or another word for how they work. */
function securitySchemes(document: unknown): readonly (readonly [string, string])[] {
  const schemes = member(member(document, 'components'), 'securitySchemes');
  if (typeof schemes !== 'object' || schemes === null) return [];
  return Object.entries(schemes).map(([name, scheme]: [string, unknown]) => [
    name,
    String(member(scheme, 'scheme') ?? member(scheme, 'type')).toLowerCase(),
  ]);
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
