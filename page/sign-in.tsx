import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { describeFailure } from './api/failure.ts';
import { session } from './api/session.ts';
import { t } from './text/language.ts';
import { Dialog } from './ui/dialog.tsx';

/** The tokens that everybody knows of a service on a laptop, which `npm start` prints. */
const DEMO_TOKENS = ['demo-token', 'demo-read-token'] as const;

const isLaptop = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);

/** What somebody sees who is not signed in. */
export function SignInScreen(): JSX.Element {
  const texts = t.value.session;
  return (
    <main class="sign-in" id="main">
      <h1>Vitrine</h1>
      <p>{texts.welcome}</p>
      <SignInForm />
    </main>
  );
}

/** Asks for the token again over a page whose session has ended; what waits goes on afterwards. */
export function EndedDialog(): JSX.Element {
  const texts = t.value.session;
  return (
    <Dialog title={texts.ended} isClosable={false} onClose={() => undefined}>
      <p>{texts.endedDetail}</p>
      <SignInForm />
    </Dialog>
  );
}

function SignInForm(): JSX.Element {
  const texts = t.value.session;
  const [token, setToken] = useState('');
  const [failure, setFailure] = useState<string | undefined>();
  const [isBusy, setIsBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const signIn = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = token.trim();
    setFailure(given === '' ? t.value.problems.byWord['token-empty'] : undefined);
    if (given === '') return field.current?.focus();
    setIsBusy(true);
    try {
      await session.signIn(given);
    } catch (error) {
      setFailure(describeFailure(error));
      setIsBusy(false);
      field.current?.select();
    }
  };
  return (
    <form noValidate onSubmit={(event) => void signIn(event)}>
      <label class="field">
        <span>{texts.token}</span>
        <input
          ref={field}
          type="password"
          autocomplete="current-password"
          autocapitalize="off"
          spellcheck={false}
          value={token}
          aria-invalid={failure !== undefined}
          aria-describedby={failure === undefined ? undefined : 'sign-in-failure'}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
      </label>
      {failure !== undefined && (
        <p class="failure" id="sign-in-failure" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class="button button-primary" disabled={isBusy}>
        {texts.signIn}
      </button>
      {isLaptop && (
        <p class="hint">
          {texts.laptop}{' '}
          {DEMO_TOKENS.map((each) => (
            <button
              key={each}
              type="button"
              class="chip"
              onClick={() => {
                setToken(each);
                setFailure(undefined);
              }}
            >
              {each}
            </button>
          ))}
        </p>
      )}
    </form>
  );
}
