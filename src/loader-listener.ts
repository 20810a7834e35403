/** Hears of every batch of keys that a loader asks the database for. */
export type LoaderListener = (loader: string, keys: number) => void;
