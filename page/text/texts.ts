import { plural } from './plural.ts';
import { uploadsCs, uploadsEn } from './uploads-texts.ts';

/*
 * Every text of the page in every language. A section belongs to a folder of the page. Texts that depend on something
 * are functions. Names that assistive technology relies on are fixed in English (docs/contracts/page.md).
 */

const images = (count: number): string => plural('en', count, { one: '# image', other: '# images' });

const en = {
  common: {
    skip: 'Skip to the content',
    loading: 'Loading …',
    notFound: 'There is no such page',
    failedTitle: 'This could not be loaded',
    tryAgain: 'Try again',
    unreachable: 'The service cannot be reached. What you have done waits here, and goes on by itself.',
    close: 'Close',
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    more: 'More',
    copied: 'Copied',
  },
  nav: {
    label: 'Main',
    products: 'Products',
    library: 'Library',
    trash: 'Trash',
    jobs: 'Jobs',
    activity: 'Activity',
    settings: 'Settings',
    docs: 'Documentation',
  },
  session: {
    welcome: 'The pictures of your products. Sign in with a token of your store.',
    token: 'Token',
    signIn: 'Sign in',
    signOut: 'Sign out',
    ended: 'Your session has ended',
    endedDetail: 'Sign in again: what you have done and what waits is still here, and goes on afterwards.',
    laptop: 'This service runs on your own machine. Its demo tokens:',
    language: 'Language of this page',
    theme: 'Colours',
    themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
    scopes: {
      read: 'May look at everything, and change nothing: this token has the scope read.',
      write: 'May change products, pictures and the library: this token has the scope write.',
      admin: 'May change everything, settings too: this token has the scope admin.',
    },
    readOnly: 'You can look, but not change anything: your token has the scope read. Sign in with one that has write.',
  },
  products: {
    title: 'Products',
    images,
  },
  gallery: {
    title: (product: string) => `Product ${product}`,
    images: 'Images',
    counter: (count: number, most: number) => `${count} of ${most}`,
    undo: 'Undo',
    redo: 'Redo',
    main: 'Main',
    actions: 'Actions',
    moveToFirst: 'Move to first',
    moveToLast: 'Move to last',
    moveToPosition: 'Move to position…',
    makeMain: 'Make main',
    replace: 'Replace…',
    delete: 'Delete',
    altText: 'Alt text',
    moved: (from: number, total: number, to: number) => `Image ${from} of ${total}, moved to ${to}`,
    foreignChange: 'Someone else changed this product. You see their changes and yours.',
    stepLost: 'Someone else changed this product since, so this step cannot be taken back alone.',
    empty: 'No images yet',
    emptyHint: 'Drop pictures anywhere on this page, paste them, or choose files.',
  },
  order: {},
  history: {},
  uploads: uploadsEn,
  words: {},
  pictures: {},
  variants: {},
  library: {},
  trash: {},
  jobs: {},
  activity: {},
  settings: {},
  problems: {
    unreachable: 'The service could not be reached. Try again.',
    /** By the words of the service (docs/errors.md). What is missing here is told in its own words. */
    byWord: {
      'token-unknown': 'There is no such token, or it was revoked. Look for spaces at its ends.',
      'token-empty': 'Enter a token.',
      'token-missing': 'You are not signed in.',
      'scope-missing': 'Your token does not allow this. Sign in with one that does.',
      'picture-unsupported': 'This is not a picture that can be shown: JPEG, PNG, GIF, WebP, BMP, WBMP and XBM can.',
      'picture-corrupt': 'This picture is broken, and cannot be opened. Export it again.',
      'picture-too-large': 'This picture has too many pixels or frames.',
      'file-too-large': 'This file is too large: 8 MB is the most.',
      'product-full': 'The product has 1000 images, which is the most that it can have.',
      'quota-exceeded': 'The store has sent as many requests as it may for now. Wait a moment.',
      'version-mismatch': 'Someone else changed this in between. Look at it again.',
      'image-not-found': 'This image is not there any more.',
      'past-lost': 'This earlier state cannot come back, because files of it are gone for good.',
      'download-failed': 'The picture could not be fetched from its address.',
      'url-refused': 'Pictures are not fetched from this address.',
      'url-invalid': 'This is not an address of a picture.',
      busy: 'The service has much to do just now. Try again in a moment.',
    },
  },
} as const satisfies TextTree;

type TextTree = { readonly [name: string]: string | ((...values: never[]) => string) | TextTree };

/** What every language has. */
export type Texts = Widened<typeof en>;

type Widened<Tree> = Tree extends string
  ? string
  : Tree extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Name in keyof Tree]: Widened<Tree[Name]> };

const obrazky = (count: number): string =>
  plural('cs', count, { one: '# obrázek', few: '# obrázky', other: '# obrázků' });

const cs: Texts = {
  common: {
    skip: 'Přejít k obsahu',
    loading: 'Načítá se …',
    notFound: 'Taková stránka není',
    failedTitle: 'Nepodařilo se načíst',
    tryAgain: 'Zkusit znovu',
    unreachable: 'Služba není dostupná. Vaše změny tu čekají a budou pokračovat samy.',
    close: 'Zavřít',
    cancel: 'Zrušit',
    dismiss: 'Skrýt',
    more: 'Více',
    copied: 'Zkopírováno',
  },
  nav: {
    label: 'Hlavní',
    products: 'Produkty',
    library: 'Knihovna',
    trash: 'Koš',
    jobs: 'Úlohy',
    activity: 'Aktivita',
    settings: 'Nastavení',
    docs: 'Dokumentace',
  },
  session: {
    welcome: 'Obrázky vašich produktů. Přihlaste se tokenem svého obchodu.',
    token: 'Token',
    signIn: 'Přihlásit se',
    signOut: 'Odhlásit se',
    ended: 'Přihlášení vypršelo',
    endedDetail: 'Přihlaste se znovu: vaše změny i vše, co čeká, je stále zde a bude pokračovat.',
    laptop: 'Tato služba běží na vašem počítači. Její ukázkové tokeny:',
    language: 'Jazyk této stránky',
    theme: 'Barvy',
    themes: { system: 'Podle zařízení', light: 'Světlé', dark: 'Tmavé' },
    scopes: {
      read: 'Může si vše prohlížet a nic měnit: tento token má rozsah read.',
      write: 'Může měnit produkty, obrázky a knihovnu: tento token má rozsah write.',
      admin: 'Může měnit vše včetně nastavení: tento token má rozsah admin.',
    },
    readOnly: 'Můžete si prohlížet, ale nic měnit: váš token má rozsah read. Přihlaste se tokenem s rozsahem write.',
  },
  products: {
    title: 'Produkty',
    images: obrazky,
  },
  gallery: {
    title: (product) => `Produkt ${product}`,
    images: 'Obrázky',
    counter: (count, most) => `${count} z ${most}`,
    undo: 'Zpět',
    redo: 'Znovu',
    main: 'Hlavní',
    actions: 'Akce',
    moveToFirst: 'Přesunout na začátek',
    moveToLast: 'Přesunout na konec',
    moveToPosition: 'Přesunout na pozici…',
    makeMain: 'Nastavit jako hlavní',
    replace: 'Nahradit…',
    delete: 'Smazat',
    altText: 'Alternativní text',
    moved: (from, total, to) => `Obrázek ${from} z ${total}, přesunut na ${to}`,
    foreignChange: 'Někdo jiný tento produkt změnil. Vidíte jeho změny i své.',
    stepLost: 'Někdo jiný produkt mezitím změnil, takže tento krok nelze vrátit samostatně.',
    empty: 'Zatím žádné obrázky',
    emptyHint: 'Přetáhněte obrázky kamkoli na tuto stránku, vložte je ze schránky, nebo vyberte soubory.',
  },
  order: {},
  history: {},
  uploads: uploadsCs,
  words: {},
  pictures: {},
  variants: {},
  library: {},
  trash: {},
  jobs: {},
  activity: {},
  settings: {},
  problems: {
    unreachable: 'Služba není dostupná. Zkuste to znovu.',
    byWord: {
      'token-unknown': 'Takový token není, nebo byl zneplatněn. Nejsou na jeho krajích mezery?',
      'token-empty': 'Zadejte token.',
      'token-missing': 'Nejste přihlášeni.',
      'scope-missing': 'Váš token to nedovoluje. Přihlaste se takovým, který ano.',
      'picture-unsupported': 'Tento obrázek nelze zobrazit: lze JPEG, PNG, GIF, WebP, BMP, WBMP a XBM.',
      'picture-corrupt': 'Obrázek je poškozený a nelze ho otevřít. Exportujte ho znovu.',
      'picture-too-large': 'Obrázek má příliš mnoho pixelů nebo snímků.',
      'file-too-large': 'Soubor je příliš velký: nejvýše 8 MB.',
      'product-full': 'Produkt má 1000 obrázků, víc jich mít nemůže.',
      'quota-exceeded': 'Obchod pro tuto chvíli vyčerpal počet požadavků. Chvíli počkejte.',
      'version-mismatch': 'Někdo jiný to mezitím změnil. Podívejte se znovu.',
      'image-not-found': 'Tento obrázek už zde není.',
      'past-lost': 'Tento dřívější stav se nemůže vrátit, protože jeho soubory jsou nadobro pryč.',
      'download-failed': 'Obrázek se z jeho adresy nepodařilo stáhnout.',
      'url-refused': 'Z této adresy se obrázky nestahují.',
      'url-invalid': 'Toto není adresa obrázku.',
      busy: 'Služba má právě mnoho práce. Zkuste to za chvíli.',
    },
  },
};

/** The texts of the page by language. */
export const texts = { en, cs } as const satisfies Readonly<Record<string, Texts>>;
