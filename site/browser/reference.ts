import { openOperation } from './open-operation.ts';
import { preauthorize, type Viewer } from './preauthorize.ts';

/** The viewer, whose script comes before this one. */
interface ViewerOptions {
  readonly url: string;
  readonly domNode: Element;
  readonly [option: string]: unknown;
}

declare const SwaggerUIBundle: (options: ViewerOptions) => Viewer;

/** Follows the system's choice of light or dark, which the viewer takes from a class. */
function followColorScheme(): void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): unknown => document.documentElement.classList.toggle('dark-mode', query.matches);
  query.addEventListener('change', apply);
  apply();
}

function show(element: HTMLElement): void {
  const viewer = SwaggerUIBundle({
    url: element.dataset['document'] ?? '',
    domNode: element,
    deepLinking: true,
    tryItOutEnabled: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    defaultModelExpandDepth: 2,
    displayRequestDuration: true,
    // Tokens are for this page, and forgotten with it.
    persistAuthorization: false,
    // No document is sent to anybody to be checked.
    validatorUrl: null,
    onComplete: () => {
      preauthorize(viewer, location.hostname);
      openOperation(location.hash);
    },
  });
  addEventListener('hashchange', () => openOperation(location.hash));
}

followColorScheme();
const element = document.querySelector<HTMLElement>('#reference');
if (element !== null) show(element);
